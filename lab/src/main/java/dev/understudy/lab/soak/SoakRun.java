package dev.understudy.lab.soak;

import dev.understudy.emulators.real.RealServer;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.Difference;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
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
 * Changes objects of the primary while the standby fails repeatedly, waits until the queues are
 * drained, and compares both buckets.
 *
 * @param length how long the writers write
 * @param seed of the writes and the outages; the order of the threads is not seeded
 */
public record SoakRun(int writers, int keys, Duration length, long seed) {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  /**
   * What a run found.
   *
   * @param settled whether the queues were drained, no message was parked, and CloudWatch could
   *     read every log line
   * @param differences between both buckets
   */
  public record Result(boolean settled, List<Difference> differences) {
    public Result {
      differences = List.copyOf(differences);
    }

    /** Whether both buckets are equal, and nothing went wrong on the way. */
    public boolean isEqual() {
      return settled && differences.isEmpty();
    }
  }

  /** Runs the test, prints the results and returns them. */
  public Result run(Stack stack, RealServer server, Terminal terminal) throws InterruptedException {
    try (Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      writeDuringOutages(writer, server, terminal);
      terminal.line(Formats.row("changes", Formats.count(writer.changes())));
      long began = System.nanoTime();
      boolean quiet =
          stack.awaitQuiet(TIMEOUT, backlog -> terminal.progress("not yet replicated: " + backlog));
      long seconds = (System.nanoTime() - began) / 1_000_000_000;
      terminal.line(
          Formats.row(quiet ? "queues drained after" : "NOT drained after", seconds + " s"));
      BucketComparison.Result result = BucketComparison.of(primary, standby, terminal::progress);
      boolean parked = !stack.queues().backlog(stack.queues().deadLetter()).isEmpty();
      report(stack, terminal, result, parked);
      return new Result(quiet && !parked && stack.unreadableLines() == 0, result.differences());
    }
  }

  private void writeDuringOutages(Writer writer, RealServer server, Terminal terminal)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    long end = System.nanoTime() + length.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
    List<Future<?>> running = new ArrayList<>();
    running.add(threads.submit(new Outages(server, random.split(), end, terminal::line)));
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

  private static void report(
      Stack stack, Terminal terminal, BucketComparison.Result result, boolean parked) {
    for (String outcome :
        List.of("Copied", "Relabeled", "Deleted", "InSync", "Unavailable", "InDoubt")) {
      terminal.line(Formats.row(outcome, Formats.count((long) stack.metric(outcome).count())));
    }
    terminal.line(Formats.row("objects compared", Formats.count(result.objects())));
    terminal.line(Formats.row("dead-letter queue", parked ? "NOT empty" : "empty"));
    terminal.line(Formats.row("differences", Formats.count(result.differences().size())));
    result.differences().stream().limit(10).forEach(one -> terminal.line("    " + one));
  }
}
