package dev.understudy.lab.soak;

import dev.understudy.emulators.real.RealServer;
import dev.understudy.lab.console.Formats;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Stops or kills a server every few seconds and restarts it, until the end time. It is running when
 * {@link #run} returns.
 */
record Outages(RealServer server, SplittableRandom random, long endNanos, Consumer<String> report)
    implements Runnable {
  private static final int MAX_CALM_MILLIS = 12_000;
  private static final int MAX_OUTAGE_MILLIS = 6_000;

  @Override
  public void run() {
    int outages = 0;
    while (true) {
      pause(3_000 + random.nextInt(MAX_CALM_MILLIS));
      if (System.nanoTime() > endNanos) {
        report.accept(Formats.row("outages", Integer.toString(outages)));
        return;
      }
      if (random.nextBoolean()) {
        server.kill();
      } else {
        server.stop();
      }
      pause(random.nextInt(MAX_OUTAGE_MILLIS));
      server.restart();
      outages++;
    }
  }

  private static void pause(int milliseconds) {
    long end = System.nanoTime() + Duration.ofMillis(milliseconds).toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
