package dev.understudy.healthprobe;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Listing.Place;
import dev.understudy.core.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Detects other writers of the standby (split brain). Reads one page of its listing and counts the
 * objects that
 *
 * <ul>
 *   <li>were changed within the last hour,
 *   <li>have a time that cannot be a stamp: stamps are the primary's whole seconds, or a few
 *       milliseconds above (docs/stamps.md), while MinIO gives other writes its own time to the
 *       millisecond,
 *   <li>and differ from the primary's current object.
 * </ul>
 *
 * <p>There are no false positives. The check misses a write in the first tenth of a second (one in
 * ten), a write of the primary's content, a deletion, and a key that ends in a slash. It also
 * misses every write to a store other than MinIO, if its listings have whole seconds. It reads a
 * bucket of up to 1000 objects whole. In a larger bucket each run samples a random page: it finds a
 * repeated writer soon, but may miss a single write. The reconciler compares all keys, each hour.
 *
 * <p>Costs at most 8 listing pages of the standby, and 20 listings of one key on the primary.
 */
final class ForeignWritesCheck implements Check {
  private static final Duration RECENT = Duration.ofHours(1);
  static final int MAX_MILLIS_OF_A_STAMP = 100;
  private static final int MAX_FOLDERS = 6;
  private static final int MAX_LOOKED_UP = 20;
  private static final int MAX_SHOWN = 5;

  private final Supplier<? extends Listing> primary;
  private final Supplier<S3Standby> standby;
  private final RandomGenerator random;

  /**
   * @param random picks the page
   */
  ForeignWritesCheck(
      Supplier<? extends Listing> primary, Supplier<S3Standby> standby, RandomGenerator random) {
    this.primary = primary;
    this.standby = standby;
    this.random = random;
  }

  @Override
  public Observation run(Duration timeout) {
    Listing.Page page = standby.get().page(Place.of("", Optional.empty()), Listing.MAX_KEYS);
    boolean whole = page.next().isEmpty();
    List<ListedObject> listed = whole ? page.objects() : randomPage();
    Instant since = Instant.now().minus(RECENT);
    List<String> foreign =
        listed.stream()
            .filter(object -> object.lastModified().isAfter(since) && isForeign(object))
            .limit(MAX_LOOKED_UP)
            .filter(object -> !isOnPrimary(primary.get(), object))
            .map(object -> object.key().value())
            .toList();
    Observation seen =
        Observation.of(Measurement.of(Metric.FOREIGN_WRITES, foreign.size()))
            .with("keysListed", listed.size())
            .with("whole", whole);
    return foreign.isEmpty()
        ? seen
        : seen.with("keys", foreign.subList(0, Math.min(MAX_SHOWN, foreign.size())));
  }

  private static boolean isForeign(ListedObject object) {
    String key = object.key().value();
    return !key.endsWith("/")
        && ReservedKeys.PREFIXES.stream().noneMatch(key::startsWith)
        && object.lastModified().toEpochMilli() % 1000 >= MAX_MILLIS_OF_A_STAMP;
  }

  /** Lists the key, because the probe may list the primary but not read its objects. */
  private static boolean isOnPrimary(Listing primary, ListedObject object) {
    return primary.page(Place.of(object.key().value(), Optional.empty()), 1).objects().stream()
        .anyMatch(p -> p.key().equals(object.key()) && object.etag().isReplicaOf(p.etag()));
  }

  /** Descends into random folders and lists from there. */
  private List<ListedObject> randomPage() {
    S3Standby store = standby.get();
    String folder = "";
    Optional<ObjectKey> after = Optional.empty();
    for (int depth = 0; depth < MAX_FOLDERS && after.isEmpty(); depth++) {
      List<String> names = store.children(folder);
      if (names.isEmpty()) {
        break;
      }
      int chosen = random.nextInt(names.size());
      if (names.size() == Listing.MAX_KEYS) {
        after = Optional.of(jump(names.get(Listing.MAX_KEYS - 1), folder.length(), random));
      } else if (names.get(chosen).endsWith("/")) {
        folder = names.get(chosen);
      } else {
        after = Optional.of(new ObjectKey(chosen == 0 ? folder + " " : names.get(chosen - 1)));
      }
    }
    List<ListedObject> page = store.page(Place.of(folder, after), Listing.MAX_KEYS).objects();
    return page.isEmpty()
        ? store.page(Place.of(folder, Optional.empty()), Listing.MAX_KEYS).objects()
        : page;
  }

  /** A random key beyond a full page: a random prefix of its last key, and one more character. */
  private static ObjectKey jump(String last, int folder, RandomGenerator random) {
    int kept = folder + random.nextInt(Math.max(1, last.length() - folder));
    char next = (char) (' ' + random.nextInt('~' - ' ' + 1));
    return new ObjectKey(last.substring(0, kept) + next);
  }
}
