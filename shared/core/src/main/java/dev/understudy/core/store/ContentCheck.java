package dev.understudy.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Dialect.Feature;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Measures which labels and keys a standby keeps. Its objects are written once and then read. */
final class ContentCheck {
  private static final byte[] CONTENT = "understudy".getBytes(UTF_8);
  private static final ETag GIVEN = new ETag("33333333333333333333333333333333");

  private static final Attributes LABELS =
      new Attributes(
          new TreeMap<>(
              Map.of(
                  "cache-control", "max-age=60",
                  "content-disposition", "inline",
                  "content-encoding", "identity",
                  "content-language", "en",
                  "content-type", "text/x-understudy",
                  "expires", "Fri, 01 Sep 2028 01:01:01 GMT")),
          new TreeMap<>(Map.of("empty", "", "kind", "check")),
          new TreeMap<>(Map.of("kind", "check")));

  /** In the order of their UTF-8 bytes; UTF-16 and percent-encoding give other orders. */
  private static final List<String> ORDERED = List.of("p", "\u00e9", "\uff61", "\ud83d\ude00");

  private final Standby standby;
  private final Listing listing;

  ContentCheck(Standby standby, Listing listing) {
    this.standby = standby;
    this.listing = listing;
  }

  Set<Feature> run() {
    Set<Feature> found = EnumSet.noneOf(Feature.class);
    found.addAll(labels());
    List<String> keys = ORDERED.stream().map(name -> "sorted/" + name).toList();
    if (keys.stream().allMatch(this::holds) && listed("sorted/").equals(keys)) {
      found.add(Feature.LISTING_ORDER);
    }
    if (holds("backslash/a\\b") && listed("backslash/").equals(List.of("backslash/a\\b"))) {
      found.add(Feature.BACKSLASH_KEYS);
    }
    // In both orders: SeaweedFS rejects only the creation of a key whose name is a folder by then.
    if (holds("nested/a") && holds("nested/a/b") && holds("nested/c/d") && holds("nested/c")) {
      found.add(Feature.KEYS_BELOW_OBJECTS);
    }
    if (holds("folder/")) {
      found.add(Feature.FOLDER_CONTENT);
    }
    return found;
  }

  private Set<Feature> labels() {
    Set<Feature> found = EnumSet.noneOf(Feature.class);
    ObjectKey key = ReservedKeys.dialect("labels");
    if (!write(key)) {
      return found;
    }
    Attributes kept = standby.readAttributes(key).orElse(Attributes.NONE);
    if (kept.headers().equals(LABELS.headers())) {
      found.add(Feature.HEADERS);
    }
    if (kept.metadata().equals(LABELS.metadata())) {
      found.add(Feature.EMPTY_METADATA);
    }
    if (standby
        .head(key)
        .present()
        .filter(replica -> replica.fingerprint().attributes().tags().equals(LABELS.tags()))
        .isPresent()) {
      found.add(Feature.TAGS);
    }
    return found;
  }

  /**
   * Whether the standby has an object of this name with the bytes and headers that were written.
   */
  private boolean holds(String name) {
    ObjectKey key = ReservedKeys.dialect(name);
    try {
      return write(key)
          && standby
              .head(key)
              .present()
              .map(Replica.Present::fingerprint)
              .filter(f -> f.size() == CONTENT.length)
              .filter(f -> f.attributes().headers().equals(LABELS.headers()))
              .isPresent();
    } catch (StoreException.Unavailable e) {
      if (e.isClientError()) {
        return false;
      }
      throw e;
    }
  }

  /** Whether the object exists, from an earlier run or from this one. */
  private boolean write(ObjectKey key) {
    try {
      Replica before = standby.head(key);
      if (before.present().isPresent()) {
        return true;
      }
      Fingerprint fingerprint = new Fingerprint(GIVEN, CONTENT.length, LABELS);
      var unused =
          standby.put(
              key,
              CONTENT,
              Optional.empty(),
              fingerprint,
              before.condition(),
              StandbyCheck.timeOf(standby, key, before).plusSeconds(1));
      return true;
    } catch (StoreException.Refused e) {
      return false;
    }
  }

  /** The names below a prefix, or an empty list if the standby cannot list them. */
  private List<String> listed(String prefix) {
    String whole = ReservedKeys.dialect(prefix).value();
    try {
      return listing
          .page(Listing.Place.of(whole, Optional.empty()), Listing.MAX_KEYS)
          .objects()
          .stream()
          .map(object -> prefix + object.key().value().substring(whole.length()))
          .toList();
    } catch (StoreException e) {
      return List.of();
    }
  }
}
