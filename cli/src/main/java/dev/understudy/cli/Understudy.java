package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;

/**
 * The program's entry point. Runs one command and exits with a code of {@link ExitCode}.
 *
 * <p>Results go to standard output, everything else to standard error.
 */
@Command(
    name = "understudy",
    description = "Operates an installation of Understudy.",
    mixinStandardHelpOptions = true,
    versionProvider = Understudy.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StatusCommand.class,
      AskCommand.class,
      PlanCommand.class,
      DoctorCommand.class,
      HintCommand.class,
      ReconcileCommand.class,
      ReleaseCommand.class,
      ParkedCommand.class,
      RefusedCommand.class,
      VerifyCommand.class,
      FreshnessCommand.class,
      DrillCommand.class,
      PromoteCommand.class,
      FailbackCommand.class,
      GenerateCompletion.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 something needs attention, 2 wrong usage or configuration,",
      "3 a service cannot be reached or rejects the request, 4 a function or the command failed.",
      "",
      "Examples:",
      "  understudy status --stack understudy-prod",
      "  understudy parked list --env target/stack.env",
      "  source <(understudy generate-completion)"
    })
public final class Understudy {
  private final Map<String, String> environment;
  private final Terminal terminal;
  private final ProgressLine progress;

  private Understudy(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
    this.progress = new ProgressLine(terminal);
  }

  /** The variables of the process, which name an installation if no option does. */
  Map<String, String> environment() {
    return environment;
  }

  /** What the output streams of the process are. */
  Terminal terminal() {
    return terminal;
  }

  /** The progress line of the process. */
  ProgressLine progress() {
    return progress;
  }

  /** Used by the launcher. */
  public static void main(String[] arguments) {
    // Libraries log to loggers without a binding; what matters reaches the user as an error.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
    System.setProperty("log4j2.statusLoggerLevel", "OFF");
    CommandLine line = commandLine(System.getenv(), Terminal.of(System.getenv()));
    line.setOut(writer(FileDescriptor.out)).setErr(writer(FileDescriptor.err));
    System.exit(line.execute(arguments));
  }

  /**
   * The command line, ready to execute.
   *
   * @param environment the variables of the process
   */
  static CommandLine commandLine(Map<String, String> environment, Terminal terminal) {
    CommandLine line = new CommandLine(new Understudy(environment, terminal));
    boolean colours = terminal.out() && terminal.err();
    line.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Failures::report);
    return line;
  }

  /** UTF-8 whatever the locale, so that every key is printed unchanged. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, UTF_8);
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Understudy.class.getPackage().getImplementationVersion();
      return new String[] {"understudy " + (version == null ? "unreleased" : version)};
    }
  }
}
