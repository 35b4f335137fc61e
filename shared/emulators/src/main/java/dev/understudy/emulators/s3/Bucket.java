package dev.understudy.emulators.s3;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One bucket: the history of each key, newest first. Every change is one critical section that
 * judges its conditions, places the version and emits its event, so that events of a key are made
 * in the order of its commits. Bodies are read before and sent after. Longer than most, as it is
 * the engine: each method is one of S3's rules.
 */
final class Bucket {
  /** What a bucket does with older versions. */
  enum Versioning {
    NEVER,
    ENABLED,
    SUSPENDED
  }

  private final String name;
  private final Quirks quirks;
  private final Clock clock;
  private final BucketEvents events;
  private final NavigableMap<String, List<Version>> histories = new TreeMap<>(KeyNames.UTF8_ORDER);
  private final KeyLocks locks = new KeyLocks();
  private final Uploads uploads = new Uploads();
  private final Map<String, String> settings = new HashMap<>();
  private Versioning versioning = Versioning.NEVER;
  private Policy policy = Policy.NONE;

  Bucket(String name, Quirks quirks, Clock clock, Outbox outbox) {
    this.name = name;
    this.quirks = quirks;
    this.clock = clock;
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

  /** A setting that is stored as it came, such as the text of the policy. */
  synchronized Optional<String> setting(String setting) {
    return Optional.ofNullable(settings.get(setting));
  }

  synchronized void setting(String setting, Optional<String> text) {
    text.ifPresentOrElse(t -> settings.put(setting, t), () -> settings.remove(setting));
  }

  synchronized boolean isEmpty() {
    return histories.keySet().stream().noneMatch(k -> !quirks.limitsKeys() || isListed(k));
  }

  /** The newest entry, which may be a marker. */
  synchronized Optional<Version> newest(String key) {
    return history(key).stream().findFirst();
  }

  /**
   * The newest object or this one version, with its bytes held for the caller, who releases them.
   */
  synchronized Optional<Version> held(String key, Optional<String> versionId) {
    Optional<Version> found = versionId.isPresent() ? version(key, versionId.get()) : newest(key);
    found.flatMap(Version::data).ifPresent(data -> data.content().hold());
    return found;
  }

  /** Judges a write without making it. */
  synchronized void judge(String key, Conditions conditions) {
    conditions.judge(newest(key).flatMap(Version::data), quirks);
  }

  /**
   * Makes an object current, or places it where its given time belongs.
   *
   * @param time the version's time, if it was given one
   * @param event S3's name of what happened
   */
  synchronized Version put(
      String key, ObjectData data, Conditions conditions, Optional<Instant> time, String event) {
    judge(key, conditions);
    Version version = new Version(newId(key), time.orElseGet(this::now), Optional.of(data));
    place(key, version);
    events.emit(event, key, version, versioning == Versioning.ENABLED);
    return version;
  }

  /**
   * Deletes the current object, behind a marker where there are versions, or one version for good.
   *
   * @param oneOfMany whether the request named several keys: then MinIO puts a marker on a marker
   * @return the marker that was added or removed, or the version that was removed
   */
  synchronized Optional<Version> delete(
      String key,
      Optional<String> versionId,
      Conditions conditions,
      Optional<Instant> time,
      boolean oneOfMany) {
    if (!quirks.ignoresConditionsOnDelete() && !conditions.isEmpty()) {
      judge(key, conditions);
    }
    if (versionId.isPresent()) {
      return remove(key, versionId.get());
    }
    Optional<Version> newest = newest(key);
    if (versioning == Versioning.NEVER || isNeverVersioned(key)) {
      return newest.isPresent() ? remove(key, Version.NULL) : Optional.empty();
    }
    if (quirks.marksOnlyWhatIsThere()
        && newest.map(version -> version.isMarker() && !oneOfMany).orElse(true)) {
      return newest;
    }
    Version marker = new Version(newId(key), time.orElseGet(this::now), Optional.empty());
    place(key, marker);
    events.emit("ObjectRemoved:DeleteMarkerCreated", key, marker, true);
    return Optional.of(marker);
  }

  /** Replaces the tags of the newest object or of one version. */
  synchronized void tag(
      String key, Optional<String> versionId, Map<String, String> tags, String event) {
    List<Version> history = history(key);
    Version old =
        (versionId.isPresent() ? version(key, versionId.get()) : newest(key))
            .filter(v -> !v.isMarker())
            .orElseThrow(S3Error::noSuchKey);
    Version tagged = new Version(old.id(), old.time(), old.data().map(d -> d.withTags(tags)));
    history.set(history.indexOf(old), tagged);
    events.emit(event, key, tagged, versioning == Versioning.ENABLED);
  }

  synchronized Optional<Version> version(String key, String id) {
    return history(key).stream().filter(v -> v.id().equals(id)).findFirst();
  }

  /** Current objects in the order of listings, from after this key on. */
  synchronized List<Listed> currentAfter(String after, String prefix, int most) {
    List<Listed> found = new ArrayList<>();
    for (var entry :
        histories
            .tailMap(KeyNames.UTF8_ORDER.compare(after, prefix) < 0 ? prefix : after, true)
            .entrySet()) {
      String key = entry.getKey();
      if (found.size() == most
          || (!key.startsWith(prefix) && KeyNames.UTF8_ORDER.compare(key, prefix) > 0)) {
        break;
      }
      Version newest = entry.getValue().get(0);
      if (!key.equals(after) && !newest.isMarker() && isListed(key)) {
        found.add(new Listed(key, newest, true));
      }
    }
    return found;
  }

  /**
   * Entries of histories in the order of listings, from this key on.
   *
   * @param most how many are enough, those of one key not counted
   * @param uncounted the key of which all are given in addition
   */
  synchronized List<Listed> versionsFrom(String from, String prefix, int most, String uncounted) {
    List<Listed> found = new ArrayList<>();
    int counted = 0;
    for (var entry : histories.tailMap(from, true).entrySet()) {
      String key = entry.getKey();
      boolean past = !key.startsWith(prefix) && KeyNames.UTF8_ORDER.compare(key, prefix) > 0;
      if (counted >= most || past) {
        break;
      }
      if (key.startsWith(prefix) && isListed(key)) {
        List<Version> history = entry.getValue();
        history.forEach(v -> found.add(new Listed(key, v, v.equals(history.get(0)))));
        counted += key.equals(uncounted) ? 0 : history.size();
      }
    }
    return found;
  }

  /** A line of a listing. */
  record Listed(String key, Version version, boolean latest) {}

  /** MinIO lists nothing under an object's own name, also where that is under a marker. */
  private boolean isListed(String key) {
    if (!quirks.limitsKeys()) {
      return true;
    }
    int slash = key.indexOf('/');
    while (slash >= 0 && slash < key.length() - 1) {
      if (histories.containsKey(key.substring(0, slash))) {
        return false;
      }
      slash = key.indexOf('/', slash + 1);
    }
    return !KeyNames.isUnlistable(key);
  }

  private Optional<Version> remove(String key, String id) {
    Optional<Version> found = version(key, id);
    found.ifPresent(
        version -> {
          List<Version> history = history(key);
          history.remove(version);
          if (history.isEmpty()) {
            histories.remove(key);
          }
          version.data().ifPresent(data -> data.content().release());
          events.emit("ObjectRemoved:Delete", key, version, versioning == Versioning.ENABLED);
        });
    return found;
  }

  private void place(String key, Version version) {
    List<Version> history = histories.computeIfAbsent(key, k -> new ArrayList<>());
    if (version.id().equals(Version.NULL)) {
      version(key, Version.NULL)
          .ifPresent(
              old -> {
                history.remove(old);
                old.data().ifPresent(data -> data.content().release());
              });
    }
    int place = 0;
    if (quirks.ordersByGivenTime() && !version.id().equals(Version.NULL)) {
      while (place < history.size() && history.get(place).time().isAfter(version.time())) {
        place++;
      }
    }
    history.add(place, version);
  }

  /** Whether a write of this key makes a version beside the older ones. */
  synchronized boolean versions(String key) {
    return versioning == Versioning.ENABLED && !isNeverVersioned(key);
  }

  private String newId(String key) {
    return versions(key) ? UUID.randomUUID().toString() : Version.NULL;
  }

  private boolean isNeverVersioned(String key) {
    return quirks.limitsKeys() && key.endsWith("/");
  }

  private List<Version> history(String key) {
    return histories.getOrDefault(key, List.of());
  }

  /** The time on the store's clock, as fine as it shows it. */
  Instant now() {
    return clock
        .instant()
        .truncatedTo(quirks.showsMilliseconds() ? ChronoUnit.MILLIS : ChronoUnit.SECONDS);
  }
}
