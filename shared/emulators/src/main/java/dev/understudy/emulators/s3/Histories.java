package dev.understudy.emulators.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The versions and delete markers of each key, newest first. Guarded by its bucket. */
final class Histories {
  private final NavigableMap<String, List<Version>> histories = new TreeMap<>(KeyNames.UTF8_ORDER);
  private final Quirks quirks;

  Histories(Quirks quirks) {
    this.quirks = quirks;
  }

  /** Whether a listing of all versions is empty. */
  boolean isEmpty() {
    return histories.keySet().stream().noneMatch(k -> !quirks.limitsKeys() || isListed(k));
  }

  Optional<Version> newest(String key) {
    return history(key).stream().findFirst();
  }

  Optional<Version> version(String key, String id) {
    return history(key).stream().filter(v -> v.id().equals(id)).findFirst();
  }

  private List<Version> history(String key) {
    return histories.getOrDefault(key, List.of());
  }

  /** Adds a version as the newest, or where its given time belongs. Replaces the null version. */
  void place(String key, Version version) {
    List<Version> history = histories.computeIfAbsent(key, k -> new ArrayList<>());
    boolean isNull = version.id().equals(Version.NULL);
    if (isNull) {
      version(key, Version.NULL)
          .ifPresent(
              old -> {
                history.remove(old);
                old.data().ifPresent(data -> data.content().release());
              });
    }
    int place = 0;
    if (quirks.ordersByGivenTime() && !isNull) {
      while (place < history.size() && history.get(place).time().isAfter(version.time())) {
        place++;
      }
    }
    history.add(place, version);
  }

  void replace(String key, Version old, Version replacement) {
    List<Version> history = history(key);
    history.set(history.indexOf(old), replacement);
  }

  /** Removes a version or delete marker, and releases its content. */
  Optional<Version> remove(String key, String id) {
    Optional<Version> found = version(key, id);
    found.ifPresent(
        version -> {
          List<Version> history = history(key);
          history.remove(version);
          if (history.isEmpty()) {
            histories.remove(key);
          }
          version.data().ifPresent(data -> data.content().release());
        });
    return found;
  }

  /** Current objects in listing order, after this key. */
  List<ListedVersion> currentAfter(String after, String prefix, int limit) {
    List<ListedVersion> found = new ArrayList<>();
    for (var entry :
        histories
            .tailMap(KeyNames.UTF8_ORDER.compare(after, prefix) < 0 ? prefix : after, true)
            .entrySet()) {
      String key = entry.getKey();
      if (found.size() == limit
          || (!key.startsWith(prefix) && KeyNames.UTF8_ORDER.compare(key, prefix) > 0)) {
        break;
      }
      Version newest = entry.getValue().get(0);
      if (!key.equals(after) && !newest.isMarker() && isListed(key)) {
        found.add(new ListedVersion(key, newest, true));
      }
    }
    return found;
  }

  /**
   * Versions and delete markers in listing order, from this key on.
   *
   * @param limit entries after which the search ends, without those of the uncounted key
   * @param uncounted a key whose entries are all included
   */
  List<ListedVersion> versionsFrom(String from, String prefix, int limit, String uncounted) {
    List<ListedVersion> found = new ArrayList<>();
    int counted = 0;
    for (var entry : histories.tailMap(from, true).entrySet()) {
      String key = entry.getKey();
      boolean past = !key.startsWith(prefix) && KeyNames.UTF8_ORDER.compare(key, prefix) > 0;
      if (counted >= limit || past) {
        break;
      }
      if (key.startsWith(prefix) && isListed(key)) {
        List<Version> history = entry.getValue();
        history.forEach(v -> found.add(new ListedVersion(key, v, v.equals(history.get(0)))));
        counted += key.equals(uncounted) ? 0 : history.size();
      }
    }
    return found;
  }

  /** MinIO does not list keys under the name of an object, nor of one under a delete marker. */
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
}
