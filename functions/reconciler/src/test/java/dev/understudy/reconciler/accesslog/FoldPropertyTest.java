package dev.understudy.reconciler.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.junit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Log files in any order and up to a day and a half late, and runs that are killed or cut short.
 */
class FoldPropertyTest extends FoldFixture {
  private final Set<String> read = new TreeSet<>();
  private Random random = new Random();

  @ParameterizedTest
  @Seeds(5)
  void losesNoRead(long seed) {
    random = new Random(seed);
    deliverDays(8);
    for (int hour = 0; hour < 72; hour++) {
      deliverSome(hour);
      clock.move(Duration.ofHours(1));
      runSomehow();
    }
    writer = this::put;
    assertThat(run().complete()).isTrue();

    assertThat(primary.head(ReservedKeys.HOT)).isPresent();
    assertThat(read.stream().filter(key -> !isHot(key))).isEmpty();
    assertThat(isHot("never-read")).isFalse();
  }

  /** S3 names a file by its delivery; CloudFront, by the hour of its requests. */
  private void deliverSome(int hour) {
    for (int i = random.nextInt(4); i > 0; i--) {
      int late = random.nextInt((int) FoldRun.MAX_DELAY.toHours() - 1);
      Instant time = clock.instant().minus(Duration.ofHours(late));
      String name =
          random.nextBoolean()
              ? "%03d-%d".formatted(100 + hour, random.nextInt(1_000_000))
              : "%03d-%d".formatted(100 + hour - late, random.nextInt(1_000_000));
      String key = "key-" + hour + "-" + i;
      deliver(name, time, key);
      read.add(key);
    }
  }

  private void runSomehow() {
    int kind = random.nextInt(4);
    int[] files = {random.nextInt(4)};
    Deadline soon = new Deadline(() -> files[0]-- > 0 ? 100_000 : 0, Duration.ZERO);
    writer =
        (content, condition) -> {
          if (kind == 0) {
            throw new StoreException.InDoubt("killed before the write", null);
          }
          var written = put(content, condition);
          if (kind == 1) {
            throw new StoreException.InDoubt("killed after the write", null);
          }
          return written;
        };
    try {
      run(kind == 2 ? soon : PLENTY);
    } catch (StoreException.InDoubt e) {
      assertThat(e).hasMessageContaining("killed");
    }
  }
}
