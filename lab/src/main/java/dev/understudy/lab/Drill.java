package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.demo.Screen;
import dev.understudy.lab.drill.Drills;
import dev.understudy.lab.drill.Scale;
import dev.understudy.lab.drill.Scenery;
import dev.understudy.lab.stack.Pace;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * {@code make drill}: the primary fails under load, in each way that a primary has, and the edge
 * fails over to the standby and back. {@code DRILL_FACTOR} divides every time of production, {@code
 * DRILL_SEED} repeats a drill's choices.
 */
public final class Drill {
  private static final String LOG_FILE = "target/drill.log";

  private Drill() {}

  public static void main(String[] arguments) {
    Door.logTo(LOG_FILE);
    System.exit(Door.run(Drill::run));
  }

  private static int run() throws InterruptedException {
    Environment environment = new Environment(System.getenv());
    // Below, a timeout would be shorter than a busy machine's pauses; at 10, a drill takes minutes.
    int factor = environment.integer("DRILL_FACTOR", 30, 1, 60);
    int seed =
        environment.integer("DRILL_SEED", (int) System.nanoTime() >>> 1, 0, Integer.MAX_VALUE);
    environment.verify();
    StackConfig config = StackConfig.of(environment);
    Screen screen = Door.screen();
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    try (Stack stack = Stack.start(config, Pace.brisk(), screen::line)) {
      Announcement.of(stack, start).forEach(screen::line);
      screen.line(Announcement.row("seed", String.valueOf(seed)));
      try (Scenery scenery =
          Scenery.set(stack, Optional.empty(), Scale.production(factor), random.split())) {
        screen.line(Announcement.row("edge", scenery.address().toString()));
        return new Drills(scenery, random, screen).play(factor) ? 0 : 1;
      }
    }
  }
}
