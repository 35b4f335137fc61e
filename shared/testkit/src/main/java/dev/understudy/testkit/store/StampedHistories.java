package dev.understudy.testkit.store;

import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions and delete markers of each key, ordered by their stamps as a versioned MinIO orders
 * them: the greatest time is first, and of equal times the later arrival. Guarded by its standby.
 */
final class StampedHistories {
  private final Map<ObjectKey, List<StampedVersion>> histories = new HashMap<>();
  private int sequence;

  StampedHistories copy() {
    StampedHistories copy = new StampedHistories();
    histories.forEach((key, history) -> copy.histories.put(key, new ArrayList<>(history)));
    copy.sequence = sequence;
    return copy;
  }

  List<StampedVersion> versions(ObjectKey key) {
    return histories.getOrDefault(key, List.of());
  }

  /** The entry that readers see, which may be a delete marker. */
  Optional<StampedVersion> current(ObjectKey key) {
    return versions(key).stream().findFirst();
  }

  /**
   * Adds a version, or a delete marker if the fingerprint is null.
   *
   * @throws IllegalArgumentException if the stamp is finer than a millisecond
   */
  void add(ObjectKey key, @Nullable Fingerprint fingerprint, byte[] content, Instant stamp) {
    if (!stamp.equals(stamp.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException("The stamp is finer than a millisecond: " + stamp);
    }
    List<StampedVersion> history = histories.computeIfAbsent(key, k -> new ArrayList<>());
    int place = 0;
    while (place < history.size() && history.get(place).time().isAfter(stamp)) {
      place++;
    }
    history.add(place, new StampedVersion("v" + ++sequence, stamp, fingerprint, content));
  }

  /**
   * The current objects, in no order. As MinIO, it hides keys under the name of an object, or of
   * one under a delete marker.
   */
  List<ListedObject> listed() {
    List<ListedObject> objects = new ArrayList<>();
    histories.forEach(
        (key, history) -> {
          StampedVersion newest = history.get(0);
          Fingerprint fingerprint = newest.fingerprint();
          if (fingerprint != null && !isHidden(key)) {
            objects.add(
                new ListedObject(key, fingerprint.etag(), fingerprint.size(), newest.time()));
          }
        });
    return objects;
  }

  private boolean isHidden(ObjectKey key) {
    String value = key.value();
    for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
      if (slash > 0 && histories.containsKey(new ObjectKey(value.substring(0, slash)))) {
        return true;
      }
    }
    return false;
  }
}
