package dev.understudy.lab.demo;

import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Stops the standby for some seconds while writes continue. */
final class StandbyOutageScene implements Scene {
  private static final int WRITES = 60;
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(50);
  private static final int KEYS = 25;
  private static final ObjectHeaders HEADERS =
      new ObjectHeaders("text/plain; charset=utf-8", "no-cache", Map.of());

  @Override
  public String title() {
    return "standby down";
  }

  @Override
  public String play(DemoContext context) {
    Optional<S3Endpoint> server = context.stack().embeddedStandby();
    if (server.isEmpty()) {
      return "left out: the stack does not stop a real standby";
    }
    long start = System.nanoTime();
    server.get().pause();
    context.record().fault("the standby stops");
    try {
      write(context);
    } finally {
      server.get().resume();
      context.record().repair("the standby serves again");
    }
    Duration down = Duration.ofNanos(System.nanoTime() - start);
    long waiting = context.stack().backlog().total();
    return "%d writes and deletes in %s without the standby, %d changes waiting when it returned; %s"
        .formatted(WRITES, Formats.seconds(down), waiting, context.caughtUp());
  }

  /** Writes at a steady rate, so that failures, retries and new changes overlap. */
  private static void write(DemoContext context) {
    for (int n = 0; n < WRITES; n++) {
      change(context.writer(), n);
      context.terminal().progress("%d of %d writes, standby down".formatted(n + 1, WRITES));
      LockSupport.parkNanos(BETWEEN_WRITES.toNanos());
    }
  }

  private static void change(Writer writer, int n) {
    String key = "demo/outage/%02d.txt".formatted(n % KEYS);
    if (n % 7 == 6) {
      writer.delete(key);
    } else {
      writer.write(
          key,
          ObjectContent.of("Write %d, made during the outage of the standby.\n".formatted(n)),
          HEADERS);
    }
  }
}
