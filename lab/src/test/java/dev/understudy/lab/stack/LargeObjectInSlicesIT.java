package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.testkit.junit.LeftOut;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An object that takes a real MinIO longer than an invocation may last. */
class LargeObjectInSlicesIT {
  private static final long SIZE = 2L << 30;

  /** Half of what it takes in one go, and less. */
  private static final StackTimings SHORT =
      StackTimings.of(Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ofSeconds(8));

  @Test
  void arrivesWholeAfterSeveralInvocations() {
    try (RealMinio minio = LeftOut.ifMissing(RealMinio::start);
        Stack stack = Stack.start(config(minio), SHORT, nothing -> {});
        Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      ObjectContent content = new ObjectContent(SIZE, Bytes::new);

      writer.write("large.bin", content, new ObjectHeaders("video/mp4", "no-cache", Map.of()));

      assertThat(stack.awaitQuiet(Duration.ofMinutes(4), backlog -> {})).isTrue();
      assertThat(stack.metric("Continued").sum()).as("handed on").isPositive();
      assertThat(stack.metric("Copied").sum()).isEqualTo(1);
      assertThat(stack.metric("Parked").count()).isZero();
      assertThat(BucketComparison.of(primary, standby, progress -> {}).differences()).isEmpty();
    }
  }

  private static StackConfig config(RealMinio minio) {
    return StackConfig.of(
        new Environment(
            Map.of(
                "STANDBY_ENDPOINT", minio.endpoint().toString(),
                "STANDBY_ACCESS_KEY", RealMinio.accessKey(),
                "STANDBY_SECRET_KEY", RealMinio.secretKey())));
  }

  /** {@value #SIZE} bytes, no part of which is another's. */
  private static final class Bytes extends InputStream {
    private final Random random = new Random(1);
    private final byte[] block = new byte[1 << 20];
    private long left = SIZE;

    @Override
    public int read() {
      throw new UnsupportedOperationException("Read many at once");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      if (left % block.length == 0) {
        random.nextBytes(block);
      }
      int at = (int) ((SIZE - left) % block.length);
      int count = Math.min(length, block.length - at);
      System.arraycopy(block, at, buffer, offset, count);
      left -= count;
      return count;
    }
  }
}
