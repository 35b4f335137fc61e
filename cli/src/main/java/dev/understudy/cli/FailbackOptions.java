package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of both failback commands. */
final class FailbackOptions {
  /** What the help of both commands says before their examples. */
  static final String FOOTER =
      "%nWhile the replicator is locked out, WRITER_ACCESS_KEY and WRITER_SECRET_KEY have the"
          + " writers' key."
          + "%n%nExit codes: 1 if a change of a writer is not on the primary."
          + "%n%nExamples:";

  @Option(names = "--prefix", paramLabel = "P", description = "Only keys that begin with this.")
  private String prefix = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = {
        "The promotion, such as 2026-11-28T14:00:00Z on the standby's clock.",
        "Default: the time of .understudy/promoted, which the bootstrap writes."
      })
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--deep",
      description = "Also compares headers, metadata and tags of keys that look equal.")
  private boolean deep;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Keys checked at the same time. Default: ${DEFAULT-VALUE}")
  private int threads = 8;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The report of apply, which plan reads too. Default: ${DEFAULT-VALUE}")
  private Path report = Path.of("understudy-failback.jsonl");

  /**
   * @throws ConfigurationException if an option is wrong
   */
  void verify() {
    if (threads < 1) {
      throw new ConfigurationException("--threads must be at least 1");
    }
    var unused = since();
  }

  String prefix() {
    return prefix;
  }

  Optional<Instant> since() {
    try {
      return since.map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          "--since must look like 2026-11-28T14:00:00Z, but is " + since.orElse(""));
    }
  }

  boolean deep() {
    return deep;
  }

  int threads() {
    return threads;
  }

  Path report() {
    return report;
  }
}
