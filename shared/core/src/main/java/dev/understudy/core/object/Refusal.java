package dev.understudy.core.object;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why the standby can never hold a key or an object safely, or is not meant to. The names are what
 * logs and metrics show.
 */
public enum Refusal {
  /** Under a prefix that belongs to Understudy or to each origin itself. */
  RESERVED_KEY,
  /** MinIO stores {@code /a} as {@code a}, over another object. */
  LEADING_SLASH,
  /** {@code a//b}: MinIO refuses it, some clients send it as {@code a/b}. */
  EMPTY_SEGMENT,
  /** A segment {@code .} or {@code ..}, also between backslashes or blanks. */
  DOT_SEGMENT,
  /** MinIO keeps {@code a/} under the name {@code a__XLDIR__}: each would overwrite the other. */
  DIRECTORY_ALIAS,
  /** A segment is longer than a file name may be. */
  SEGMENT_TOO_LONG,
  /** U+0000 in the key. */
  NUL_CHARACTER,
  /** The standby itself said that it cannot hold the key. */
  KEY_NOT_ACCEPTED,
  /** In an archive storage class and not restored. */
  ARCHIVED,
  /** Encrypted with a key that only the writer has. */
  CUSTOMER_KEY,
  /** More metadata than the standby takes: MinIO counts the prefix of every name, S3 does not. */
  METADATA_TOO_LARGE,
  /** A header outside ASCII, which would not survive the way through HTTP. */
  HEADER_NOT_ASCII,
  /** Tags that the standby does not take, such as ones outside ASCII. */
  TAGS_NOT_ACCEPTED,
  /**
   * A key ending in a slash with more bytes than one buffered write carries: MinIO has no multipart
   * upload for these.
   */
  DIRECTORY_TOO_LARGE,
  /** Larger than the standby takes. */
  OBJECT_TOO_LARGE,
  /** The operator wants no replicas of such keys (REPLICATE_PREFIXES). */
  OUT_OF_SCOPE,
  /** Changed longer ago than the operator wants replicas of (REPLICATE_MAX_AGE_DAYS). */
  TOO_OLD;

  /** The refusal with this label, if there is one. */
  public static Optional<Refusal> of(String label) {
    return Arrays.stream(values()).filter(refusal -> refusal.label().equals(label)).findFirst();
  }

  /** The name as logs, metrics and docs show it: lower case with underscores. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
