package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.drill.DrillEnvironment;
import dev.understudy.lab.drill.Drills;
import dev.understudy.lab.drill.EdgeSettings;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * {@code make drill}: the primary fails under load, in each way that a primary has, and the edge
 * fails over to the standby and back. {@code DRILL_FACTOR} divides every time of production, {@code
 * DRILL_SEED} repeats a drill's choices.
 */
public final class DrillCommand {
  private static final String LOG_FILE = "target/drill.log";

  private DrillCommand() {}

  public static void main(String[] arguments) {
    CommandLine.logTo(LOG_FILE);
    System.exit(CommandLine.run(DrillCommand::run));
  }

  private static int run() throws InterruptedException {
    Environment environment = new Environment(System.getenv());
    // Below, a timeout would be shorter than a busy machine's pauses; at 10, a drill takes minutes.
    int factor = environment.integer("DRILL_FACTOR", 30, 1, 60);
    int seed =
        environment.integer("DRILL_SEED", (int) System.nanoTime() >>> 1, 0, Integer.MAX_VALUE);
    environment.verify();
    StackConfig config = StackConfig.of(environment);
    Terminal screen = CommandLine.screen();
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    try (Stack stack = Stack.start(config, StackTimings.brisk(), screen::line)) {
      StartupMessage.of(stack, start).forEach(screen::line);
      screen.line(StartupMessage.row("seed", String.valueOf(seed)));
      try (DrillEnvironment scenery =
          DrillEnvironment.set(
              stack, Optional.empty(), EdgeSettings.production(factor), random.split())) {
        screen.line(StartupMessage.row("edge", scenery.address().toString()));
        return new Drills(scenery, random, screen).play(factor) ? 0 : 1;
      }
    }
  }
}
