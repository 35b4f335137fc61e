package dev.understudy.cli.failback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.cli.plan.GeneratedListing;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.testkit.junit.SmallHeap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What both listings decide, and how much memory it takes. */
class ListingWalkTest {
  private static final Instant OBJECTS = GeneratedListing.NOW.minus(Duration.ofDays(10));

  /** Prints the number of keys that look equal. Runs in a JVM with a small heap. */
  public static void main(String[] arguments) {
    AtomicLong equal = new AtomicLong();
    GeneratedListing listing = new GeneratedListing(1_000_000, 100_000);
    ListingWalk walk =
        new ListingWalk(
            listing,
            listing,
            options(OBJECTS.plusSeconds(1), Scope.ALL),
            verdict -> equal.addAndGet(verdict == Verdict.EQUAL ? 1 : 0));
    System.out.println("to check: " + walk.next(1).size() + ", equal: " + equal);
  }

  private static Failback.Options options(Instant promotedAt, Scope scope) {
    return new Failback.Options(
        "", scope, Dialect.MINIO.correctReplica(HeldLabels.MINIO), promotedAt, false, 1);
  }

  @Test
  void aMillionKeysNeedLessThan64MiB() throws Exception {
    assertThat(SmallHeap.run(ListingWalkTest.class)).contains("to check: 0, equal: 1000000");
  }

  @Test
  void everyObjectSinceThePromotionIsChecked() {
    GeneratedListing listing = new GeneratedListing(10, 1);

    ListingWalk walk =
        new ListingWalk(listing, listing, options(OBJECTS, Scope.ALL), verdict -> {});

    assertThat(walk.next(7)).hasSize(7);
    assertThat(walk.next(7)).hasSize(3);
    assertThat(walk.next(7)).isEmpty();
  }

  @Test
  void keysOfThePrimaryOutsideOfTheScopeAreNotChecked() throws Exception {
    AtomicLong left = new AtomicLong();
    ListingWalk walk =
        new ListingWalk(
            new GeneratedListing(10, 1),
            new GeneratedListing(0, 1),
            options(OBJECTS, Scope.of(List.of("p0000001/"), Optional.empty())),
            verdict -> left.incrementAndGet());

    assertThat(walk.next(100)).hasSize(4);
    assertThat(left).hasValue(6);
  }
}
