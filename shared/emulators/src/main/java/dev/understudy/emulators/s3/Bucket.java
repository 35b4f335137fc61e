package dev.understudy.emulators.s3;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One bucket. Every change is one critical section that evaluates its conditions, places the
 * version and emits its event, so that the events of a key are in the order of its commits. A
 * request's body is read before the change, and a response's body is sent after it.
 */
final class Bucket {
  /** The versioning state of a bucket. */
  enum Versioning {
    NEVER,
    ENABLED,
    SUSPENDED
  }

  private final String name;
  private final Quirks quirks;
  private final Clock clock;
  private final BucketEvents events;
  private final Histories histories;
  private final KeyLocks locks = new KeyLocks();
  private final Uploads uploads = new Uploads();
  private final Map<String, String> settings = new HashMap<>();
  private Versioning versioning = Versioning.NEVER;
  private Policy policy = Policy.NONE;

  Bucket(String name, Quirks quirks, Clock clock, Outbox outbox) {
    this.name = name;
    this.quirks = quirks;
    this.clock = clock;
    this.histories = new Histories(quirks);
    this.events = new BucketEvents(name, clock, outbox);
  }

  String name() {
    return name;
  }

  KeyLocks locks() {
    return locks;
  }

  Uploads uploads() {
    return uploads;
  }

  BucketEvents events() {
    return events;
  }

  synchronized Versioning versioning() {
    return versioning;
  }

  synchronized void versioning(Versioning newVersioning) {
    versioning = newVersioning;
  }

  synchronized Policy policy() {
    return policy;
  }

  synchronized void policy(Policy newPolicy) {
    policy = newPolicy;
  }

  /** A setting that is stored unchanged, such as the text of the policy. */
  synchronized Optional<String> setting(String setting) {
    return Optional.ofNullable(settings.get(setting));
  }

  synchronized void setting(String setting, Optional<String> text) {
    text.ifPresentOrElse(t -> settings.put(setting, t), () -> settings.remove(setting));
  }

  /** The newest entry or the given version. The caller releases its content. */
  synchronized Optional<Version> held(String key, Optional<String> versionId) {
    Optional<Version> found = versionId.isPresent() ? version(key, versionId.get()) : newest(key);
    found.flatMap(Version::data).ifPresent(data -> data.content().hold());
    return found;
  }

  synchronized boolean isEmpty() {
    return histories.isEmpty();
  }

  /** The newest entry of a key, which may be a delete marker. */
  synchronized Optional<Version> newest(String key) {
    return histories.newest(key);
  }

  synchronized Optional<Version> version(String key, String id) {
    return histories.version(key, id);
  }

  /** Reads entries for a listing, at one moment. */
  synchronized List<ListedVersion> list(Function<Histories, List<ListedVersion>> listing) {
    return listing.apply(histories);
  }

  /** Evaluates the conditions of a write, without the write. */
  synchronized void evaluate(String key, Conditions conditions) {
    conditions.evaluate(newest(key).flatMap(Version::data), quirks);
  }

  /**
   * Writes an object as the current one, or where its given time belongs.
   *
   * @param time the time that the request gives the version
   * @param event S3's name of the event
   */
  synchronized Version put(
      String key, ObjectData data, Conditions conditions, Optional<Instant> time, String event) {
    evaluate(key, conditions);
    Version version = new Version(newId(key), time.orElseGet(this::now), Optional.of(data));
    histories.place(key, version);
    events.emit(event, key, version, versioning == Versioning.ENABLED);
    return version;
  }

  /**
   * Deletes one version permanently or, without a version id, the current object. In a versioned
   * bucket, the latter adds a delete marker.
   *
   * @param oneOfMany whether the request was DeleteObjects, for which MinIO adds a delete marker to
   *     a deleted key again
   * @return the delete marker that was added, or the version or delete marker that was removed
   */
  synchronized Optional<Version> delete(
      String key,
      Optional<String> versionId,
      Conditions conditions,
      Optional<Instant> time,
      boolean oneOfMany) {
    if (!quirks.ignoresConditionsOnDelete() && !conditions.isEmpty()) {
      evaluate(key, conditions);
    }
    if (versionId.isPresent()) {
      return remove(key, versionId.get());
    }
    Optional<Version> newest = newest(key);
    if (versioning == Versioning.NEVER || isNeverVersioned(key)) {
      return newest.isPresent() ? remove(key, Version.NULL) : Optional.empty();
    }
    if (quirks.addsMarkerOnlyToObjects()
        && newest.map(version -> version.isMarker() && !oneOfMany).orElse(true)) {
      return newest;
    }
    Version marker = new Version(newId(key), time.orElseGet(this::now), Optional.empty());
    histories.place(key, marker);
    events.emit("ObjectRemoved:DeleteMarkerCreated", key, marker, true);
    return Optional.of(marker);
  }

  /** Replaces the tags of the newest object or of one version. */
  synchronized void tag(
      String key, Optional<String> versionId, Map<String, String> tags, String event) {
    Version old =
        (versionId.isPresent() ? version(key, versionId.get()) : newest(key))
            .filter(v -> !v.isMarker())
            .orElseThrow(S3Error::noSuchKey);
    Version tagged = new Version(old.id(), old.time(), old.data().map(d -> d.withTags(tags)));
    histories.replace(key, old, tagged);
    events.emit(event, key, tagged, versioning == Versioning.ENABLED);
  }

  private Optional<Version> remove(String key, String id) {
    Optional<Version> removed = histories.remove(key, id);
    removed.ifPresent(
        version ->
            events.emit("ObjectRemoved:Delete", key, version, versioning == Versioning.ENABLED));
    return removed;
  }

  /** Whether a write of this key adds a version and keeps the older ones. */
  synchronized boolean versions(String key) {
    return versioning == Versioning.ENABLED && !isNeverVersioned(key);
  }

  private String newId(String key) {
    return versions(key) ? UUID.randomUUID().toString() : Version.NULL;
  }

  private boolean isNeverVersioned(String key) {
    return quirks.limitsKeys() && key.endsWith("/");
  }

  /** The store's time, in the precision that it shows. */
  Instant now() {
    return clock
        .instant()
        .truncatedTo(quirks.showsMilliseconds() ? ChronoUnit.MILLIS : ChronoUnit.SECONDS);
  }
}
