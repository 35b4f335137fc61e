package dev.understudy.core.store;

import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.KeyRules;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a standby supports, as {@link DialectCheck} measured it. docs/standbys.md explains the
 * levels and lists the servers that were measured.
 *
 * @param features what it supports
 * @param needsMarker whether it obeys a given time and ETag only if the write is marked as
 *     replication ({@link Standby#sendMarker})
 */
public record Dialect(Set<Feature> features, boolean needsMarker) {
  /** MinIO's last public commit supports all but conditions on DELETE, which stamps replace. */
  public static final Dialect MINIO =
      new Dialect(EnumSet.complementOf(EnumSet.of(Feature.CONDITIONAL_DELETE)));

  /** A dialect without the marker. */
  public Dialect(Set<Feature> features) {
    this(features, false);
  }

  public Dialect {
    features = Collections.unmodifiableSet(copy(features));
  }

  private static Set<Feature> copy(Set<Feature> features) {
    Set<Feature> copy = EnumSet.noneOf(Feature.class);
    copy.addAll(features);
    return copy;
  }

  public boolean supports(Feature... wanted) {
    return features.containsAll(List.of(wanted));
  }

  /** The strongest guarantee that the standby's writes allow. */
  public Level level() {
    boolean conditional = supports(Feature.CONDITIONAL_PUT, Feature.CONDITIONAL_COMPLETE);
    if (!conditional) {
      return Level.L0;
    }
    if (supports(Feature.STAMPED_PUT, Feature.STAMPED_COMPLETE, Feature.STAMPED_DELETE)) {
      return Level.L2;
    }
    return supports(Feature.CONDITIONAL_DELETE, Feature.CREATE_AFTER_DELETE) ? Level.L1D : Level.L1;
  }

  /**
   * The level and, after it, E if the standby keeps the ETags it is given, T if it keeps tags, and
   * P if its listings can prove equality. For example {@code L2 E T P}.
   */
  public String label() {
    StringBuilder label = new StringBuilder(level().label());
    if (supports(Feature.GIVEN_ETAGS)) {
      label.append(" E");
    }
    if (supports(Feature.TAGS)) {
      label.append(" T");
    }
    if (supports(Feature.GIVEN_ETAGS, Feature.LISTING_ORDER)) {
      label.append(" P");
    }
    return label.toString();
  }

  /**
   * The reason to refuse this key, or empty if the standby can hold it under exactly this name. The
   * rules of MinIO apply to each standby.
   */
  public Optional<Refusal> refusal(ObjectKey key) {
    String value = key.value();
    // Without lambdas: on Lambda's JIT tier, each costs as much as a rule, for millions of keys.
    Optional<Refusal> byRules = KeyRules.refusal(key);
    if (byRules.isPresent()) {
      return byRules;
    }
    if (!features.contains(Feature.BACKSLASH_KEYS) && value.indexOf('\\') >= 0) {
      return Optional.of(Refusal.BACKSLASH);
    }
    // Of the measured stores, only MinIO's kind lists them rightly, and it keeps given ETags.
    return !features.contains(Feature.GIVEN_ETAGS)
            && value.chars().anyMatch(Character::isISOControl)
        ? Optional.of(Refusal.CONTROL_CHARACTER)
        : Optional.empty();
  }

  /** The reason to refuse this object, whose key is accepted. */
  public Optional<Refusal> refusal(PrimaryObject object) {
    boolean concerned = object.key().value().endsWith("/") && object.fingerprint().size() > 0;
    return concerned && !features.contains(Feature.FOLDER_CONTENT)
        ? Optional.of(Refusal.FOLDER_CONTENT)
        : Optional.empty();
  }

  /** When a replica is correct on this standby. */
  public CorrectReplica correctReplica(HeldLabels labels) {
    return new CorrectReplica(supports(Feature.GIVEN_ETAGS), labels);
  }

  /**
   * What the standby holds of an object's labels. A store without tags, or without empty metadata,
   * drops them instead of refusing the object, so they are left out whatever is configured.
   */
  public HeldLabels labels(HeldLabels configured) {
    return supports(Feature.TAGS, Feature.EMPTY_METADATA)
        ? configured
        : HeldLabels.minioWith(supports(Feature.TAGS), supports(Feature.EMPTY_METADATA));
  }

  /**
   * What the standby does not support, one sentence fragment each. Conditions on DELETE are not
   * missing where stamps order deletions.
   */
  public List<String> missing() {
    return Arrays.stream(Feature.values())
        .filter(feature -> !features.contains(feature))
        .filter(feature -> feature != Feature.CONDITIONAL_DELETE || level() != Level.L2)
        .map(feature -> feature.description)
        .toList();
  }

  /** How much order a standby keeps when writes arrive late. */
  public enum Level {
    /** It equals the primary once no change arrives. */
    L0,
    /** It also rejects a late PUT; a late DELETE can hide an object until it is read again. */
    L1,
    /** It also rejects a late DELETE. */
    L1D,
    /** No reader sees an older version after a newer one. */
    L2;

    public String label() {
      return this == L1D ? "L1d" : name();
    }
  }

  /** One property of a standby. */
  public enum Feature {
    STAMPED_PUT("PUT is not ordered by the time that it carries"),
    STAMPED_COMPLETE("CompleteMultipartUpload is not ordered by the time that it carries"),
    STAMPED_DELETE("DELETE is not ordered by the time that it carries"),
    CONDITIONAL_PUT("PUT ignores conditions"),
    CONDITIONAL_COMPLETE("CompleteMultipartUpload ignores conditions"),
    CONDITIONAL_DELETE("DELETE ignores If-Match"),
    CREATE_AFTER_DELETE("If-None-Match: * fails for a deleted key"),
    GIVEN_ETAGS("objects do not keep the ETag that a write carries"),
    TAGS("tags are not kept"),
    HEADERS("a GET does not return every header that was written"),
    EMPTY_METADATA("metadata with an empty value is not kept"),
    LISTING_ORDER("listings are not in the order of UTF-8 bytes"),
    BACKSLASH_KEYS("a key with a backslash is refused or stored under another name"),
    KEYS_BELOW_OBJECTS("a key and a key below it cannot both be held"),
    FOLDER_CONTENT("content or headers of a key that ends in a slash are not kept");

    private final String description;

    Feature(String description) {
      this.description = description;
    }

    /** The name in notes and logs: lower case with underscores. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The feature with this label, if there is one. */
    public static Optional<Feature> of(String label) {
      return Arrays.stream(values()).filter(f -> f.label().equals(label)).findFirst();
    }
  }
}
