package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.StartupMessage;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.drill.DrillEnvironment;
import dev.understudy.lab.drill.DrillSeries;
import dev.understudy.lab.drill.EdgeSettings;
import dev.understudy.lab.report.ReportFile;
import dev.understudy.lab.stack.Installation;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * {@code make drill}: makes the primary fail under load in each way of {@code Failure}, and
 * measures failover to the standby and failback. With {@code STANDBYS} above 1, each standby except
 * the last fails too, after the origins before it. {@code DRILL_FACTOR} divides every production
 * timeout and interval; {@code DRILL_SEED} repeats the random choices of an earlier drill. Its page
 * is {@value #PAGE}.
 */
public final class DrillCommand {
  private static final String LOG_FILE = "target/drill.log";
  private static final String PAGE = "target/drill.html";

  private DrillCommand() {}

  public static void main(String[] arguments) {
    CommandLine.logTo(LOG_FILE);
    System.exit(CommandLine.run(DrillCommand::run));
  }

  private static int run() throws InterruptedException {
    Environment environment = new Environment(System.getenv());
    // Above 60, timeouts are shorter than the pauses of a busy machine; at 10, a drill takes
    // minutes.
    int factor = environment.integer("DRILL_FACTOR", 30, 1, 60);
    int seed =
        environment.integer("DRILL_SEED", (int) System.nanoTime() >>> 1, 0, Integer.MAX_VALUE);
    environment.verify();
    StackConfig config = StackConfig.of(environment);
    Terminal terminal = CommandLine.terminal();
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    terminal.line(StartupMessage.log(CommandLine.logFile()));
    try (Installation installation =
        Installation.start(config, StackTimings.brisk(), terminal::line)) {
      StartupMessage.of(installation.stacks(), start).forEach(terminal::line);
      terminal.line(Formats.row("seed", String.valueOf(seed)));
      try (DrillEnvironment drillEnvironment =
          DrillEnvironment.start(
              installation.stacks(),
              Optional.empty(),
              EdgeSettings.production(factor),
              random.split())) {
        terminal.line(Formats.row("edge", drillEnvironment.address().toString()));
        return run(new DrillSeries(drillEnvironment, random, terminal), seed, factor, terminal);
      }
    }
  }

  /** Also a series that throws an exception leaves a page. */
  private static int run(DrillSeries series, int seed, int factor, Terminal terminal)
      throws InterruptedException {
    try (series) {
      return series.run(factor) ? 0 : 1;
    } finally {
      ReportFile.write(Path.of(PAGE), series.page(seed, factor), terminal);
    }
  }
}
