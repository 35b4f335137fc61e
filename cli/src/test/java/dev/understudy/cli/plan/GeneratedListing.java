package dev.understudy.cli.plan;

import dev.understudy.core.config.BandwidthTimetable;
import dev.understudy.core.config.Limits;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The listing of a bucket with any number of generated keys, in pages. Four keys in a row have the
 * same first-level prefix. It keeps no page.
 *
 * @param size of each object
 */
public record GeneratedListing(long keys, long size) implements Listing {
  public static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

  private static final ETag ETAG = new ETag("9b2cf535f27731c974343645a3985328");

  /** Prints the report of a million keys. Runs in a JVM with a small heap. */
  public static void main(String[] arguments) {
    Survey survey = new Survey("", Scope.ALL, Dialect.MINIO, NOW);
    boolean complete = new GeneratedListing(1_000_000, 100_000).count(survey);
    System.out.print(report(survey, complete, 0));
  }

  /** Counts all keys. */
  boolean count(Survey survey) {
    return run(survey, this).run(() -> false, line -> {});
  }

  /** A survey of this listing alone. */
  static SurveyRun run(Survey survey, Listing listing) {
    return new SurveyRun(
        survey, "", listing, Optional.empty(), Dialect.MINIO.correctReplica(HeldLabels.MINIO));
  }

  static Map<String, Object> report(Survey survey, boolean complete, long changesPerDay) {
    return report(survey, complete, changesPerDay, BandwidthTimetable.OFF);
  }

  static Map<String, Object> report(
      Survey survey, boolean complete, long changesPerDay, BandwidthTimetable bandwidth) {
    return PlanReport.of(
        survey,
        Scope.ALL,
        Prices.load(Optional.empty()),
        new Limits(bandwidth, 0, 8, 2),
        complete,
        false,
        changesPerDay);
  }

  @Override
  public Page page(Place at, int limit) {
    long first = at.token().map(Long::parseLong).orElse(0L);
    List<ListedObject> objects = new ArrayList<>();
    for (long i = first; i < Math.min(keys, first + limit); i++) {
      objects.add(object("p%07d/%d".formatted(i / 4, i % 4)));
    }
    long next = first + objects.size();
    return new Page(
        objects, next < keys ? Optional.of(at.next(String.valueOf(next))) : Optional.empty());
  }

  private ListedObject object(String key) {
    return new ListedObject(new ObjectKey(key), ETAG, size, NOW.minus(Duration.ofDays(10)));
  }
}
