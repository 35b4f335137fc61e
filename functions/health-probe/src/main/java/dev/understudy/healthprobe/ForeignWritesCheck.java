package dev.understudy.healthprobe;

import dev.understudy.core.object.KeyRules;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Listing.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether somebody else writes to the standby (split brain). Looks at one page of its listing and
 * counts objects that
 *
 * <ul>
 *   <li>were changed within the last hour,
 *   <li>at a time that is no stamp: stamps are the primary's whole seconds, or a few milliseconds
 *       above (docs/stamps.md), while MinIO gives a write of others its own time to the
 *       millisecond,
 *   <li>and are not what the primary has under that key now.
 * </ul>
 *
 * <p>So what it counts is true. It does not see a write at the first tenth of a second (one in
 * ten), one that repeats what the primary has, a deletion, a key that ends in a slash, or anything
 * on a store other than MinIO, whose listings have whole seconds. Buckets of up to 1000 objects are
 * looked at whole; in a larger one each run picks a page by chance, so that a writer who goes on is
 * found soon and a single write perhaps not. All keys are compared by the reconciler, each hour.
 *
 * <p>Costs at most 8 listings of the standby and 20 of one key on the primary.
 */
final class ForeignWritesCheck implements Check {
  private static final Duration LATELY = Duration.ofHours(1);
  static final int MAX_MILLIS_OF_A_STAMP = 100;
  private static final int MAX_FOLDERS = 6;
  private static final int MAX_CONFIRMED = 20;
  private static final int SHOWN = 5;

  @Override
  public Observation run(ProbeConnections sites, Duration time) {
    Listing.Page page = sites.standby().page(Place.of("", Optional.empty()), Listing.MAX_KEYS);
    boolean whole = page.next().isEmpty();
    List<ListedObject> listed = whole ? page.objects() : somewhere(sites);
    Instant since = Instant.now().minus(LATELY);
    List<String> foreign =
        listed.stream()
            .filter(object -> object.lastModified().isAfter(since) && isForeign(object))
            .limit(MAX_CONFIRMED)
            .filter(object -> !isOnThePrimary(sites.primary(), object))
            .map(object -> object.key().value())
            .toList();
    Observation seen =
        Observation.of(Measurement.of(Metric.FOREIGN_WRITES, foreign.size()))
            .with("looked at", listed.size())
            .with("whole", whole);
    return foreign.isEmpty()
        ? seen
        : seen.with("keys", foreign.subList(0, Math.min(SHOWN, foreign.size())));
  }

  private static boolean isForeign(ListedObject object) {
    String key = object.key().value();
    return !key.endsWith("/")
        && KeyRules.RESERVED_PREFIXES.stream().noneMatch(key::startsWith)
        && object.lastModified().toEpochMilli() % 1000 >= MAX_MILLIS_OF_A_STAMP;
  }

  /** By a listing, as the probe may list the primary and read none of its objects. */
  private static boolean isOnThePrimary(Listing primary, ListedObject object) {
    return primary.page(Place.of(object.key().value(), Optional.empty()), 1).objects().stream()
        .anyMatch(p -> p.key().equals(object.key()) && p.etag().equals(object.etag()));
  }

  /** Goes down by chance, folder by folder, and lists from the place it comes to. */
  private static List<ListedObject> somewhere(ProbeConnections sites) {
    S3Standby standby = sites.standby();
    String folder = "";
    Optional<ObjectKey> after = Optional.empty();
    for (int depth = 0; depth < MAX_FOLDERS && after.isEmpty(); depth++) {
      List<String> names = standby.children(folder);
      if (names.isEmpty()) {
        break;
      }
      int chosen = sites.random().nextInt(names.size());
      if (names.size() == Listing.MAX_KEYS) {
        after = Optional.of(jump(names.get(Listing.MAX_KEYS - 1), folder.length(), sites.random()));
      } else if (names.get(chosen).endsWith("/")) {
        folder = names.get(chosen);
      } else {
        after = Optional.of(new ObjectKey(chosen == 0 ? folder + " " : names.get(chosen - 1)));
      }
    }
    List<ListedObject> page = standby.page(Place.of(folder, after), Listing.MAX_KEYS).objects();
    return page.isEmpty()
        ? standby.page(Place.of(folder, Optional.empty()), Listing.MAX_KEYS).objects()
        : page;
  }

  /** Some key beyond a whole page: as its last one begins, and then on by chance. */
  private static ObjectKey jump(String last, int folder, RandomGenerator random) {
    int kept = folder + random.nextInt(Math.max(1, last.length() - folder));
    char next = (char) (' ' + random.nextInt('~' - ' ' + 1));
    return new ObjectKey(last.substring(0, kept) + next);
  }
}
