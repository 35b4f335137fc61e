package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.Scope.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HotSetTest {
  private static final ObjectKey A = new ObjectKey("a");
  private static final ObjectKey B = new ObjectKey("b");
  private static final ObjectKey C = new ObjectKey("c");

  @Test
  void holdsWhatWasReadWithinTheDays() {
    HotSetBuilder builder = builder(20_000, 20_001, 20_002);
    builder.addRead(A, 20_000);
    builder.addRead(B, 20_000);
    builder.addRead(A, 20_001);
    HotSet set = builder.build();

    assertThat(set.firstOf(1)).hasValue(20_001);
    assertThat(set.wasReadSince(A, 20_001)).isTrue();
    assertThat(set.wasReadSince(B, 20_001)).isFalse();
    assertThat(set.wasReadSince(B, 20_000)).isTrue();
    assertThat(set.wasReadSince(C, 20_000)).isFalse();
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.sizeWithin(1)).isEqualTo(1);
  }

  @Test
  void countsOnlyDaysThatTheLogsHave() {
    HotSet set = builder(20_000, 20_001, 20_030).build();

    assertThat(set.firstOf(2)).hasValue(20_000);
    assertThat(set.firstOf(3)).isEmpty();
  }

  @Test
  void forgetsDaysThatAreTooOld() {
    HotSetBuilder builder = builder(20_000);
    builder.addRead(A, 20_000);
    IntStream.rangeClosed(20_001, 20_001 + HotSet.MAX_DAYS).forEach(builder::addDay);

    HotSet set = builder.build();
    assertThat(set.size()).isZero();
    assertThat(set.firstOf(HotSet.MAX_DAYS)).hasValue(20_001);
  }

  @Test
  void refusesDaysThatNoSetCanHold() {
    assertThat(new HotSetBuilder(HotSet.EMPTY).addDay(-1)).isFalse();
    assertThat(new HotSetBuilder(HotSet.EMPTY).addDay(70_000)).isFalse();
  }

  /** In any order, with repetitions, across any number of stored versions. */
  @RepeatedTest(20)
  void losesNoRead() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<ObjectKey, Integer> reads = new HashMap<>();
    HotSetBuilder builder = builder(IntStream.range(20_000, 20_031).toArray());
    for (int i = 0; i < 3_000; i++) {
      ObjectKey key = new ObjectKey("key-" + random.nextInt(1_000));
      int day = 20_000 + random.nextInt(31);
      builder.addRead(key, day);
      reads.merge(key, day, Math::max);
      if (random.nextInt(500) == 0) {
        builder = new HotSetBuilder(stored(builder.build()));
      }
    }
    HotSet set = stored(builder.build());

    assertThat(set.size()).as("seed %d", seed).isEqualTo(reads.size());
    reads.forEach(
        (key, day) -> {
          assertThat(set.wasReadSince(key, day)).as("seed %d, %s", seed, key).isTrue();
          assertThat(set.wasReadSince(key, day + 1)).as("seed %d, %s", seed, key).isFalse();
        });
  }

  @Test
  void dropsTheOldestReadsWhereItIsFull() {
    HotSetBuilder builder = builder(20_000, 20_001, 20_002);
    for (int i = 0; i < HotSet.MAX_KEYS + 1_000; i++) {
      builder.addRead(new ObjectKey("key-" + i), 20_000 + Math.min(i / 800, 2));
    }
    HotSet set = builder.build();

    assertThat(set.size()).isEqualTo(HotSet.MAX_KEYS);
    assertThat(builder.dropped()).isEqualTo(1_000);
    assertThat(IntStream.range(0, 800).filter(i -> holds(set, i))).isEmpty();
    assertThat(IntStream.range(800, 1_600).filter(i -> holds(set, i)).count()).isEqualTo(600);
    assertThat(IntStream.range(1_600, 20_000).allMatch(i -> holds(set, i))).isTrue();
    assertThat(new StoredHotSet(set, StoredHotSet.NONE.progress()).encode())
        .hasSizeLessThan(6 << 20);
  }

  private static boolean holds(HotSet set, int key) {
    return set.wasReadSince(new ObjectKey("key-" + key), 20_000);
  }

  @Test
  void isStoredWithItsProgress() {
    HotSetBuilder builder = builder(20_000);
    builder.addRead(A, 20_000);
    StoredHotSet.Progress progress =
        new StoredHotSet.Progress(
            30, 7, Instant.ofEpochSecond(1_700_000_000), "logs/2026", new long[] {-5, 7});

    StoredHotSet read = StoredHotSet.decode(new StoredHotSet(builder.build(), progress).encode());

    assertThat(read.set().wasReadSince(A, 20_000)).isTrue();
    assertThat(read.progress()).usingRecursiveComparison().isEqualTo(progress);
  }

  @Test
  void refusesDamagedContent() {
    HotSetBuilder builder = builder(20_000);
    builder.addRead(A, 20_000);
    byte[] good = new StoredHotSet(builder.build(), StoredHotSet.NONE.progress()).encode();

    for (int i = 0; i < good.length; i++) {
      byte[] damaged = good.clone();
      damaged[i] ^= 1;
      byte[] cut = Arrays.copyOf(good, i);
      assertThatThrownBy(() -> StoredHotSet.decode(damaged)).isInstanceOf(HotSetException.class);
      assertThatThrownBy(() -> StoredHotSet.decode(cut)).isInstanceOf(HotSetException.class);
    }
    assertThatThrownBy(() -> StoredHotSet.decode(new byte[0])).hasMessageContaining("too early");
  }

  @Test
  void isOfUseOnlyOnceAllLogsOfTheDaysAreRead() {
    HotSet set = builder(20_000, 20_001).build();

    assertThatThrownBy(() -> new HotObjects(proven(set, 7), 2)).hasMessageContaining("2 days");
    assertThatThrownBy(() -> new HotObjects(proven(set, 0), 1))
        .hasMessageContaining("not completely read");
    assertThat(new HotObjects(proven(set, 7), 1).keys()).isZero();
  }

  @Test
  void limitsAScopeToWhatWasReadOrChanged() {
    HotSetBuilder builder = builder(20_000, 20_001, 20_002);
    builder.addRead(A, 20_001);
    builder.addRead(B, 20_000);
    Scope scope = Scope.ALL.with(new HotObjects(proven(builder.build(), 1), 1));
    Instant first = Instant.EPOCH.plus(Duration.ofDays(20_001));
    Instant old = first.minusSeconds(1);

    assertThat(scope.refusal(object(A, old), first)).isEmpty();
    assertThat(scope.refusal(object(B, old), first)).contains(Refusal.COLD);
    assertThat(scope.refusal(object(B, first), first)).isEmpty();
    assertThat(scope.refusal(object(ReservedKeys.HEARTBEAT, old), first)).isEmpty();
    assertThat(scope.holds(B)).isTrue();
  }

  @Test
  void evictsWhatIsColdOnlyIfTheFilterEvicts() {
    HotSetBuilder builder = builder(20_000, 20_001, 20_002);
    builder.addRead(A, 20_001);
    Instant first = Instant.EPOCH.plus(Duration.ofDays(20_001));
    Instant old = first.minusSeconds(1);
    Scope keeps = Scope.ALL.with(new HotObjects(proven(builder.build(), 1), 1));
    Scope evicts = keeps.with(Filter.parse("evict: true".getBytes(UTF_8)));

    assertThat(keeps.membership(object(B, old), first)).isEqualTo(Membership.OUT_KEEP);
    assertThat(evicts.membership(object(B, old), first)).isEqualTo(Membership.OUT_EVICT);
    assertThat(evicts.membership(object(A, old), first)).isEqualTo(Membership.IN);
    assertThat(evicts.membership(object(ReservedKeys.HEARTBEAT, old), first))
        .isEqualTo(Membership.IN);
  }

  private static ObjectProperties object(ObjectKey key, Instant lastModified) {
    return new ObjectProperties(key, 1, lastModified);
  }

  private static StoredHotSet proven(HotSet set, int days) {
    return new StoredHotSet(
        set, new StoredHotSet.Progress(days, days, Instant.EPOCH, "", new long[0]));
  }

  private static HotSet stored(HotSet set) {
    return StoredHotSet.decode(proven(set, 30).encode()).set();
  }

  private static HotSetBuilder builder(int... days) {
    HotSetBuilder builder = new HotSetBuilder(HotSet.EMPTY);
    for (int day : days) {
      builder.addDay(day);
    }
    return builder;
  }
}
