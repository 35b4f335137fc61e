package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.note.NoteFields;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Boundaries of ranges: as a pass saw the keys, and as some listing requests show them. */
class KeySampleTest extends RangedPassFixture {
  private static final ETag ETAG = ETag.md5(new byte[0]);

  @Test
  void separatesRangesOfNearlyTheSameNumberOfKeys() {
    KeySample sample = KeySample.EMPTY;
    long keys = 0;
    Random random = new Random(1);
    while (keys < 50_000_000) {
      keys += 20_000 - random.nextInt(5_000);
      sample = sample.with(key(keys), keys);
      assertThat(sample.keys()).hasSizeLessThanOrEqualTo(KeySample.MAX_KEYS);
    }

    for (int ranges : new int[] {2, 8, 64}) {
      List<ObjectKey> boundaries = sample.boundaries(ranges);
      assertThat(boundaries).hasSizeBetween(ranges * 9 / 10, ranges - 1).isSorted();
      assertThat(maxShare(boundaries, keys)).as("%d ranges", ranges).isLessThan(2.1);
    }
  }

  /** The largest range, as a multiple of an even share. */
  private static double maxShare(List<ObjectKey> boundaries, long keys) {
    long from = 0;
    long max = 0;
    for (ObjectKey boundary : boundaries) {
      long to = Long.parseLong(boundary.value());
      max = Math.max(max, to - from);
      from = to;
    }
    return (double) Math.max(max, keys - from) * (boundaries.size() + 1) / keys;
  }

  @Test
  void joinsTheSamplesOfRanges() {
    KeySample first = KeySample.EMPTY.with(key(10), 10);
    KeySample second = KeySample.EMPTY.with(key(25), 5).with(key(30), 10);

    KeySample joined = first.plus(second, 20);

    assertThat(joined.positions()).containsExactly(10L, 25L, 30L);
    assertThat(KeySample.of(new NoteFields(joined.toMap()))).isEqualTo(joined);
    assertThat(KeySample.EMPTY.boundaries(8)).isEmpty();
  }

  /** A pass without ranges, then one over ranges, over keys that exist only as listings. */
  @Test
  void isLearnedByEveryPass() {
    NavigableSet<ObjectKey> keys = new TreeSet<>();
    LongStream.range(0, 165_000).forEach(number -> keys.add(key(number)));
    primaryListing = listing(keys);
    standbyListing = primaryListing;
    settings =
        new ReconcilerSettings(
            "primary to standby", GRACE, 3, 10, 0, 100_000, 2, 1000, settings.scope());
    assertThat(run().complete()).isTrue();

    run(ReconcileRequest.of(Map.of("plan", 4)), plenty());

    assertThat(ranges()).isEqualTo(4);
    assertThat(shares(keys, watermark().pass().orElseThrow().ranges().orElseThrow().boundaries()))
        .allSatisfy(share -> assertThat(share).isBetween(20_000, 65_000));
    assertThat(run().complete()).isTrue();
    assertThat(watermark().proof().orElseThrow().keys()).isEqualTo(165_000);
    KeySample again = watermark().last().orElseThrow().sample();
    assertThat(again.positions()).isSorted().hasSizeGreaterThan(4);
    assertThat(again.keys()).isSorted();
  }

  /** What docs/decisions/0031 says about a first pass. */
  @Test
  void isEstimatedByListing() {
    Random random = new Random(7);
    assertThat(maxRange(() -> new UUID(random.nextLong(), random.nextLong()).toString(), 8))
        .as("random names")
        .isLessThan(1.2);
    assertThat(
            maxRange(
                () ->
                    "logs/2026/%02d/%02d/%06d"
                        .formatted(
                            1 + random.nextInt(12),
                            1 + random.nextInt(28),
                            random.nextInt(1_000_000)),
                8))
        .as("days")
        .isLessThan(1.8);
    assertThat(
            maxRange(
                () ->
                    random.nextInt(10) == 0
                        ? "%c/%d".formatted('a' + random.nextInt(26), random.nextInt(100))
                        : "images/" + UUID.nameUUIDFromBytes(bytes(random)) + ".webp",
                8))
        .as("nine tenths under one prefix")
        .isLessThan(1.8);
    assertThat(maxRange(() -> "image-%09d".formatted(random.nextInt(150_000)), 8))
        .as("numbers with leading zeros")
        .isLessThan(1.8);
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The largest of these ranges, as a multiple of an even share of 100,000 keys. */
  private static double maxRange(Supplier<String> names, int ranges) {
    NavigableSet<ObjectKey> keys = new TreeSet<>();
    for (int i = 0; i < 100_000; i++) {
      keys.add(new ObjectKey(names.get()));
    }
    List<ObjectKey> boundaries = new KeySpaceProbe(listing(keys)).sample(ranges).boundaries(ranges);
    int max = shares(keys, boundaries).stream().max(Integer::compare).orElseThrow();
    return (double) max * ranges / keys.size();
  }

  private static List<Integer> shares(NavigableSet<ObjectKey> keys, List<ObjectKey> boundaries) {
    List<Integer> shares = new ArrayList<>();
    NavigableSet<ObjectKey> rest = keys;
    for (ObjectKey boundary : boundaries) {
      shares.add(rest.headSet(boundary, true).size());
      rest = rest.tailSet(boundary, false);
    }
    shares.add(rest.size());
    return shares;
  }

  /** A listing of these keys, as S3 lists them. */
  private static Listing listing(NavigableSet<ObjectKey> keys) {
    return (at, limit) -> {
      NavigableSet<ObjectKey> from =
          at.after()
              .filter(key -> at.prefix().isEmpty() || key.value().startsWith(at.prefix()))
              .map(key -> keys.tailSet(key, false))
              .orElse(
                  at.prefix().isEmpty() ? keys : keys.tailSet(new ObjectKey(at.prefix()), true));
      List<ListedObject> page =
          from.stream()
              .takeWhile(key -> key.value().startsWith(at.prefix()))
              .limit(limit + 1L)
              .map(key -> new ListedObject(key, ETAG, 1, Instant.EPOCH))
              .toList();
      return page.size() <= limit
          ? new Listing.Page(page, Optional.empty())
          : new Listing.Page(
              page.subList(0, limit),
              Optional.of(Listing.Place.of(at.prefix(), Optional.of(page.get(limit - 1).key()))));
    };
  }

  private static ObjectKey key(long number) {
    return new ObjectKey("%012d".formatted(number));
  }
}
