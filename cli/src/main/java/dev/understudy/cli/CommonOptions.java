package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command: which installation, and which format of the result. */
final class CommonOptions {
  /** The variable that the runbook exports. */
  private static final String STACK = "UNDERSTUDY_STACK";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec spec;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description = "The deployed stack, such as understudy-prod. Default: $UNDERSTUDY_STACK")
  private Optional<String> stack = Optional.empty();

  @Option(
      names = "--env",
      paramLabel = "FILE",
      description = "A file of variables, such as the target/stack.env of `make up`.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Overrides one variable, such as LAMBDA_ENDPOINT. Not for secrets.")
  private Map<String, String> overrides = new TreeMap<>();

  @Option(names = "--json", description = "Prints JSON instead of tables.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help message and exits.")
  @SuppressWarnings("UnusedVariable") // picocli prints the help.
  private boolean help;

  /**
   * Finds the installation: by --stack, by --env, by the variable UNDERSTUDY_STACK, or by the
   * variables of docs/cli.md, in this order. Only one source counts, so that a variable of the
   * shell cannot change what an option names.
   *
   * @throws ConfigurationException if none is named, or its settings are incomplete
   */
  Installation installation() {
    return source().installation();
  }

  /**
   * The variables of an installation.
   *
   * @param stack its name, if it is deployed
   */
  record Source(Map<String, String> variables, Optional<String> stack) {
    /**
     * @throws ConfigurationException if none is named, or its settings are incomplete
     */
    Installation installation() {
      return Installation.of(variables, stack);
    }
  }

  /**
   * Reads the source that {@link #installation} describes, whatever it contains. No source has the
   * writers' key of a promoted standby, so that key also comes from the process.
   *
   * @throws ConfigurationException if it cannot be read
   */
  Source source() {
    Map<String, String> process = process();
    if (stack.isPresent() && file.isPresent()) {
      throw new ConfigurationException("--stack and --env exclude each other");
    }
    overrides.keySet().forEach(CommonOptions::requireNoSecret);
    Optional<String> name =
        file.isPresent() ? stack : stack.or(() -> Optional.ofNullable(process.get(STACK)));
    Map<String, String> variables =
        new TreeMap<>(
            file.map(VariableFile::read)
                .orElseGet(
                    () ->
                        name.map(found -> StackSettings.read(found, process, overrides))
                            .orElse(process)));
    WriterKey.VARIABLES.forEach(
        variable ->
            Optional.ofNullable(process.get(variable))
                .ifPresent(value -> variables.putIfAbsent(variable, value)));
    variables.putAll(overrides);
    return new Source(variables, name);
  }

  /** The variables of the process, which are the only source of a token. */
  Map<String, String> process() {
    return ((Understudy) spec.root().userObject()).environment();
  }

  private static void requireNoSecret(String name) {
    if (name.endsWith("SECRET_KEY")
        || name.endsWith("SECRET_ACCESS_KEY")
        || name.endsWith("SESSION_TOKEN")
        || name.endsWith("API_TOKEN")
        || name.endsWith("KEY_PEM")) {
      throw new ConfigurationException(
          "--set %s would show a secret in the list of processes; export the variable instead"
              .formatted(name));
    }
  }

  /** Where the command prints its result. */
  Output output() {
    Understudy process = (Understudy) spec.root().userObject();
    return new Output(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        json,
        process.terminal(),
        process.progress());
  }
}
