package dev.understudy.core.object;

import java.util.OptionalInt;

/**
 * An entity tag without its quotes. Opaque: it is an MD5 only for some objects, so it is compared
 * and passed on, never computed.
 */
public record ETag(String value) {

  /**
   * @throws IllegalArgumentException if nothing is left without the quotes
   */
  public ETag {
    value =
        value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
            ? value.substring(1, value.length() - 1)
            : value;
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The ETag is empty");
    }
  }

  /**
   * Whether the object was uploaded in parts: S3 then ends the tag with a dash and the number of
   * parts.
   */
  public boolean isMultipart() {
    return value.indexOf('-') >= 0;
  }

  /** How many parts the object was uploaded in, where the tag says so. */
  public OptionalInt parts() {
    int dash = value.lastIndexOf('-');
    boolean numbered = dash >= 0 && value.substring(dash + 1).matches("[1-9][0-9]{0,4}");
    return numbered
        ? OptionalInt.of(Integer.parseInt(value.substring(dash + 1)))
        : OptionalInt.empty();
  }

  /** The form that HTTP headers carry. */
  public String quoted() {
    return '"' + value + '"';
  }
}
