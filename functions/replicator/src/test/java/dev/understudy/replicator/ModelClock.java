package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Filter;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.object.Scope.Membership;
import dev.understudy.core.object.StorageClasses;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.testkit.store.Samples;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the primary shows of one key in each of its states, and the times that go with it. State 0
 * and every other state without a value have no object.
 *
 * @param values the content by state, empty for none; what follows a plus sign is a label
 * @param modified Last-Modified by state, in seconds
 * @param dates the possible Date headers of an answer given in that state, in seconds
 * @param multipart whether the object was uploaded in parts, and may so bear an earlier time
 * @param filters the filter in force by state
 */
record ModelClock(
    String name,
    List<String> values,
    List<Integer> modified,
    List<List<Integer>> dates,
    List<Boolean> multipart,
    List<String> filters) {
  static final ObjectKey KEY = new ObjectKey("hot");
  private static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00Z");

  /** What follows a plus sign where it is a storage class and no label. */
  private static final String INFREQUENT_ACCESS = "STANDARD_IA";

  private static final Map<String, Scope> SCOPES = new ConcurrentHashMap<>();

  /** The same with the filter of each state, or with one filter for all of them. */
  ModelClock filtered(String... filters) {
    List<String> all =
        filters.length == 1 ? Collections.nCopies(values.size(), filters[0]) : List.of(filters);
    return new ModelClock(name, values, modified, dates, multipart, all);
  }

  /** Whether the filter is among what changes. */
  boolean changesFilter() {
    return filters.stream().distinct().count() > 1;
  }

  static Scope scope(String filter) {
    return SCOPES.computeIfAbsent(
        filter, text -> Scope.ALL.with(Filter.parse(text.getBytes(UTF_8))));
  }

  /** The object that the standby must hold in this state. */
  Optional<PrimaryObject> wanted(int state) {
    Scope scope = scope(filters.get(state));
    return object(state)
        .filter(o -> scope.membership(o.properties(), o.lastModified()) != Membership.OUT_EVICT);
  }

  /** The value that a reader of the standby must see in this state. */
  String shown(int state) {
    String value = values.get(state);
    return wanted(state).isEmpty() ? "" : value.replace("+" + INFREQUENT_ACCESS, "");
  }

  int last() {
    return values.size() - 1;
  }

  Optional<PrimaryObject> object(int state) {
    String value = values.get(state);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String bytes = bytes(value);
    boolean rare = value.endsWith("+" + INFREQUENT_ACCESS);
    ETag etag = new ETag(multipart.get(state) ? bytes + "-2" : bytes);
    Fingerprint fingerprint =
        new Fingerprint(
            etag,
            bytes.length(),
            Samples.typed("text/plain" + (rare ? "" : value.substring(bytes.length()))));
    return Optional.of(
        new PrimaryObject(
            KEY,
            fingerprint,
            at(modified.get(state)),
            rare ? INFREQUENT_ACCESS : StorageClasses.STANDARD));
  }

  byte[] content(int state) {
    return bytes(values.get(state)).getBytes(UTF_8);
  }

  /** The value without its label. */
  static String bytes(String value) {
    return value.split("\\+", 2)[0];
  }

  List<Instant> readTimes(int state) {
    return dates.get(state).stream().map(ModelClock::at).toList();
  }

  static Instant at(int second) {
    return BEGINNING.plusSeconds(second);
  }

  @Override
  public String toString() {
    return name;
  }
}
