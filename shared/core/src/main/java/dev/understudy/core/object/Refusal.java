package dev.understudy.core.object;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The reasons why the standby can never hold a key or an object safely, or must not. */
public enum Refusal {
  /** Under a prefix that belongs to Understudy or to each origin itself. */
  RESERVED_KEY,
  /** MinIO stores {@code /a} as {@code a}, which may overwrite another object. */
  LEADING_SLASH,
  /** {@code a//b}: MinIO rejects it, and some clients send it as {@code a/b}. */
  EMPTY_SEGMENT,
  /** A segment {@code .} or {@code ..}, also between backslashes or blanks. */
  DOT_SEGMENT,
  /** MinIO stores {@code a/} as {@code a__XLDIR__}, so each would overwrite the other. */
  DIRECTORY_ALIAS,
  /** A segment is longer than a file name may be. */
  SEGMENT_TOO_LONG,
  /** U+0000 in the key. */
  NUL_CHARACTER,
  /** The standby refuses keys with a backslash, or stores them under another name. */
  BACKSLASH,
  /** A control character, on a standby that is not of MinIO's kind and may list it wrongly. */
  CONTROL_CHARACTER,
  /** The standby keeps no content or headers of keys that end in a slash. */
  FOLDER_CONTENT,
  /** The standby rejected the key. */
  KEY_NOT_ACCEPTED,
  /** In an archive storage class and not restored. */
  ARCHIVED,
  /** Encrypted with a key that only the writer knows (SSE-C). */
  CUSTOMER_KEY,
  /** More metadata than the standby accepts. MinIO counts the prefix of every name, S3 does not. */
  METADATA_TOO_LARGE,
  /** A header outside ASCII, which HTTP clients and servers would alter. */
  HEADER_NOT_ASCII,
  /** Tags that the standby does not accept, for example tags outside ASCII. */
  TAGS_NOT_ACCEPTED,
  /**
   * A key that ends in a slash, with more bytes than one buffered PUT. MinIO accepts no multipart
   * upload for such keys.
   */
  DIRECTORY_TOO_LARGE,
  /** Larger than the standby accepts. */
  OBJECT_TOO_LARGE,
  /** Outside the configured prefixes (REPLICATE_PREFIXES). */
  OUT_OF_SCOPE,
  /** Last changed longer ago than configured (REPLICATE_MAX_AGE_DAYS). */
  TOO_OLD,
  /** Excluded by the filter in the primary ({@link ReservedKeys#FILTER}). */
  FILTERED,
  /** Neither read nor changed within the configured days (HOT_OBJECTS_DAYS). */
  COLD;

  /** Whether it depends on the object, so that another version of it may be accepted. */
  public boolean isOfObject() {
    return switch (this) {
      case ARCHIVED,
          CUSTOMER_KEY,
          METADATA_TOO_LARGE,
          HEADER_NOT_ASCII,
          TAGS_NOT_ACCEPTED,
          DIRECTORY_TOO_LARGE,
          FOLDER_CONTENT,
          OBJECT_TOO_LARGE,
          KEY_NOT_ACCEPTED ->
          true;
      default -> false;
    };
  }

  /** Whether it is about the headers, metadata or tags of an object, not about its bytes. */
  public boolean isOfLabels() {
    return this == METADATA_TOO_LARGE || this == HEADER_NOT_ASCII || this == TAGS_NOT_ACCEPTED;
  }

  /** The refusal with this label, if there is one. */
  public static Optional<Refusal> of(String label) {
    return Arrays.stream(values()).filter(refusal -> refusal.label().equals(label)).findFirst();
  }

  /** The name in logs, metrics and docs: lower case with underscores. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
