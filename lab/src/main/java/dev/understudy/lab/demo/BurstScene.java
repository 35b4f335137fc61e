package dev.understudy.lab.demo;

import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.ParallelClients;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Writes one key 500 times: each write sends a hint, and hints of the same key share a copy. */
final class BurstScene implements Scene {
  static final String KEY = "demo/written-500-times.txt";

  private static final int WRITES = 500;
  private static final ObjectHeaders HEADERS =
      new ObjectHeaders("text/plain; charset=utf-8", "no-cache", Map.of());
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "one key, %d writes".formatted(WRITES);
  }

  @Override
  public String play(DemoContext context) {
    long before = context.count("Copied");
    AtomicInteger done = new AtomicInteger();
    long start = System.nanoTime();
    ParallelClients.each(
        CLIENTS,
        IntStream.rangeClosed(1, WRITES).boxed().toList(),
        n -> {
          write(context.writer(), n);
          context.terminal().progress("%d of %d writes".formatted(done.incrementAndGet(), WRITES));
        });
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String caughtUp = context.caughtUp();

    return "written in %s, copied %d times; %s"
        .formatted(Formats.seconds(took), context.count("Copied") - before, caughtUp);
  }

  private static void write(Writer writer, int n) {
    writer.write(KEY, ObjectContent.of("Write %d of %d.\n".formatted(n, WRITES)), HEADERS);
  }
}
