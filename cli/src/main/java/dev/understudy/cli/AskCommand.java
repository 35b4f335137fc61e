package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** The questions of an on-call person, one command each. */
@Command(
    name = "ask",
    description = {
      "Answers the questions of an on-call person about a deployed stack.",
      "All commands but invoke only read. queue and invoke also work with --env."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "QUESTION",
    subcommands = {
      AskAlarmsCommand.class,
      AskValueCommand.class,
      AskMetricCommand.class,
      AskSubscriptionsCommand.class,
      AskCertificatesCommand.class,
      AskQueueCommand.class,
      AskOutcomesCommand.class,
      AskErrorsCommand.class,
      AskInvokeCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  understudy ask alarms --stack understudy-prod",
      "  export UNDERSTUDY_STACK=understudy-prod",
      "  understudy ask metric Copied Sum 30",
      "  understudy ask errors replicator 15"
    })
final class AskCommand {
  /** The functions by the names that a person uses. */
  static final Map<String, Function<Installation.FunctionNames, String>> FUNCTIONS =
      Map.of(
          "replicator", Installation.FunctionNames::replicator,
          "reconciler", Installation.FunctionNames::reconciler,
          "health-probe", Installation.FunctionNames::healthProbe);

  private AskCommand() {}

  /**
   * The choice with this name.
   *
   * @param kind of the choices, for the error
   * @throws ConfigurationException that lists the choices, if the name is unknown
   */
  static <T> T choice(String kind, String name, Map<String, T> choices) {
    T found = choices.get(name);
    if (found == null) {
      throw new ConfigurationException(
          "unknown %s: %s; it must be one of %s"
              .formatted(kind, name, String.join(", ", new TreeSet<>(choices.keySet()))));
    }
    return found;
  }
}
