package dev.understudy.lab.soak;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Changes an object of the primary many times a second while the standby comes and goes, waits
 * until all is quiet, and compares.
 *
 * @param seed of what is written and when the standby goes; the threads' order is not seeded
 */
public record SoakRun(int writers, int keys, Duration length, long seed) {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** Whether both sides were equal in the end and nothing was parked; the screen says it all. */
  public boolean run(Stack stack, RealMinio minio, Terminal screen) throws InterruptedException {
    try (Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      trouble(writer, minio, screen);
      screen.line("  changes              %,d".formatted(writer.changes()));
      long began = System.nanoTime();
      boolean quiet =
          stack.awaitQuiet(
              PATIENCE, backlog -> screen.progress("  still to do          " + backlog));
      screen.line(
          "  quiet after          %d s%s"
              .formatted((System.nanoTime() - began) / 1_000_000_000, quiet ? "" : ", not at all"));
      BucketComparison.Result result = BucketComparison.of(primary, standby, screen::progress);
      boolean parked = !stack.queues().backlog(stack.queues().deadLetter()).isEmpty();
      tell(stack, screen, result, parked);
      return quiet && !parked && result.differences().isEmpty() && stack.unreadableLines() == 0;
    }
  }

  private void trouble(Writer writer, RealMinio minio, Terminal screen)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    long end = System.nanoTime() + length.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
    List<Future<?>> running = new ArrayList<>();
    running.add(threads.submit(new MinioOutages(minio, random.split(), end, screen::line)));
    for (int n = 0; n < writers; n++) {
      running.add(threads.submit(new SoakWriter(n, keys, writer, random.split(), end)));
    }
    threads.shutdown();
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("A writer or the outages failed", e.getCause());
      }
    }
  }

  private static void tell(
      Stack stack, Terminal screen, BucketComparison.Result result, boolean parked) {
    for (String outcome : List.of("Copied", "Deleted", "InSync", "Unavailable", "InDoubt")) {
      screen.line("  %-20s %,.0f".formatted(outcome, stack.metric(outcome).count()));
    }
    screen.line("  objects compared     %,d".formatted(result.objects()));
    screen.line("  dead-letter queue    %s".formatted(parked ? "not empty" : "empty"));
    screen.line("  differences          %,d".formatted(result.differences().size()));
    result.differences().stream().limit(10).forEach(one -> screen.line("    " + one));
  }
}
