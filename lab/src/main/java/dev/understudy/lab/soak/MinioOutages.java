package dev.understudy.lab.soak;

import dev.understudy.emulators.real.RealMinio;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Takes a MinIO away every few seconds, in order or as a crash would, and brings it back. It runs
 * when this ends.
 */
record MinioOutages(RealMinio minio, SplittableRandom random, long endNanos, Consumer<String> tell)
    implements Runnable {
  private static final int MAX_CALM_MILLIS = 12_000;
  private static final int MAX_OUTAGE_MILLIS = 6_000;

  @Override
  public void run() {
    int outages = 0;
    while (true) {
      pause(3_000 + random.nextInt(MAX_CALM_MILLIS));
      if (System.nanoTime() > endNanos) {
        tell.accept("  outages              " + outages);
        return;
      }
      if (random.nextBoolean()) {
        minio.kill();
      } else {
        minio.stop();
      }
      pause(random.nextInt(MAX_OUTAGE_MILLIS));
      minio.restart();
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
