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
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec spec;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description = "The deployed CloudFormation stack, such as understudy-prod.")
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
  private boolean help;

  /**
   * Finds the installation that the options name.
   *
   * @throws ConfigurationException if none is named, or its settings are incomplete
   */
  Installation installation() {
    if (stack.isPresent() && file.isPresent()) {
      throw new ConfigurationException("--stack and --env exclude each other");
    }
    for (String name : overrides.keySet()) {
      if (name.endsWith("SECRET_KEY") || name.endsWith("ACCESS_KEY") || name.endsWith("KEY_PEM")) {
        throw new ConfigurationException(
            "--set %s would show a secret in the list of processes; export the variable instead"
                .formatted(name));
      }
    }
    Map<String, String> variables = new TreeMap<>(named());
    variables.putAll(overrides);
    return Installation.of(variables, stack);
  }

  /** Only one source counts, so that a variable of the shell cannot change what an option names. */
  private Map<String, String> named() {
    Map<String, String> process = ((Understudy) spec.root().userObject()).environment();
    if (file.isPresent()) {
      return VariableFile.read(file.get());
    }
    return stack.isPresent() ? StackSettings.read(stack.get(), process, overrides) : process;
  }

  /** Where the command prints its result. */
  Output output() {
    return new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
  }
}
