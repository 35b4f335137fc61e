package dev.understudy.lab.soak;

import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One of several writers: creates, overwrites and deletes keys that all writers share, at a rate
 * that one function can replicate. One object in a hundred is a multipart upload.
 */
record SoakWriter(int number, int keys, Writer writer, SplittableRandom random, long endNanos)
    implements Runnable {
  private static final int MAX_PAUSE_MILLIS = 400;
  private static final int LARGE_BYTES = 9 << 20;

  @Override
  public void run() {
    for (int n = 0; System.nanoTime() < endNanos; n++) {
      change(n);
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MAX_PAUSE_MILLIS)).toNanos());
    }
  }

  private void change(int n) {
    int index = random.nextInt(keys);
    String key = "%02x/%05d ü.txt".formatted(index % 16, index);
    if (random.nextInt(10) == 0) {
      writer.delete(key);
      return;
    }
    String text = "%d wrote %d ".formatted(number, n);
    int length = random.nextInt(100) == 0 ? LARGE_BYTES : random.nextInt(2_000);
    writer.write(
        key,
        ObjectContent.of(text.repeat(1 + length / text.length())),
        new ObjectHeaders("text/plain", "max-age=" + n, Map.of("writer", "" + number)));
  }
}
