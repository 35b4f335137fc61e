package dev.understudy.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The labels of one object that MinIO holds. Measured on its last public commit (2026-02-12). */
final class MinioLabels {
  /** The order in which headers are kept: first those without which no reader can decode. */
  private static final List<String> HEADERS =
      List.of(
          "content-type",
          "content-encoding",
          "cache-control",
          "content-disposition",
          "content-language",
          "expires");

  private static final String METADATA_PREFIX = "x-amz-meta-";
  private static final String TAGGING = "x-amz-tagging";

  /** MinIO counts values and names, with their prefix (its cmd/generic-handlers.go). */
  private static final int MAX_METADATA = 2048;

  /**
   * MinIO also limits the names and values of all headers of a request to 8,192 bytes. 1,536 of
   * them are for headers that are no labels, such as the signature.
   */
  private static final int MAX_HEADERS = 8192 - 1536;

  private static final int MAX_TAGS = 10;

  /** The characters that MinIO allows (minio-go, pkg/tags). S3 allows letters of any script. */
  private static final Pattern TAG_KEY = Pattern.compile("[a-zA-Z0-9+\\-._:/@ =]{1,128}");

  private static final Pattern TAG_VALUE = Pattern.compile("[a-zA-Z0-9+\\-._:/@ =]{0,256}");
  private static final Pattern ESCAPED_IN_TAGS = Pattern.compile("[^a-zA-Z0-9\\-._]");
  private static final Pattern METADATA_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]*");

  /** Printable ASCII and tabs: clients and servers alter or reject anything else. */
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private final LeftOutNames leftOut = new LeftOutNames();
  private final int maxTags;
  private final boolean holdsEmpty;
  private int left = MAX_HEADERS;

  private MinioLabels(int maxTags, boolean holdsEmpty) {
    this.maxTags = maxTags;
    this.holdsEmpty = holdsEmpty;
  }

  /**
   * @param holdsTags whether the standby holds tags at all
   * @param holdsEmpty whether it holds metadata with an empty value
   */
  static HeldLabels.Held of(Attributes original, boolean holdsTags, boolean holdsEmpty) {
    MinioLabels labels = new MinioLabels(holdsTags ? MAX_TAGS : 0, holdsEmpty);
    Attributes held =
        new Attributes(
            labels.headers(original.headers()),
            labels.metadata(original.metadata()),
            labels.tags(original.tags()));
    return new HeldLabels.Held(held, labels.leftOut.shown());
  }

  private NavigableMap<String, String> headers(Map<String, String> headers) {
    TreeMap<String, String> held = new TreeMap<>();
    for (String name : HEADERS) {
      Optional<String> value = Optional.ofNullable(headers.get(name));
      Optional<String> fitting = value.flatMap(v -> sendable(name, v)).filter(v -> fits(name, v));
      fitting.ifPresent(v -> held.put(name, v));
      if (value.isPresent() && fitting.isEmpty()) {
        leftOut.add("header", name);
        if (name.equals("content-type") && fits(name, Attributes.DEFAULT_CONTENT_TYPE)) {
          held.put(name, Attributes.DEFAULT_CONTENT_TYPE);
        }
      }
    }
    return held;
  }

  private static Optional<String> sendable(String name, String value) {
    Optional<String> sent =
        name.equals("content-disposition") && value.chars().anyMatch(c -> c > 127)
            ? ContentDispositions.ascii(value)
            : Optional.of(value);
    return sent.filter(v -> HEADER_VALUE.matcher(v).matches());
  }

  private NavigableMap<String, String> metadata(Map<String, String> metadata) {
    TreeMap<String, String> held = new TreeMap<>();
    int size = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      String name = METADATA_PREFIX + entry.getKey();
      String value = entry.getValue();
      int larger = size + name.length() + value.length();
      boolean sendable =
          METADATA_NAME.matcher(entry.getKey()).matches()
              && HEADER_VALUE.matcher(value).matches()
              && (holdsEmpty || !value.isEmpty());
      if (sendable && larger <= MAX_METADATA && fits(name, value)) {
        size = larger;
        held.put(entry.getKey(), value);
      } else {
        leftOut.add("metadata", entry.getKey());
      }
    }
    return held;
  }

  private NavigableMap<String, String> tags(Map<String, String> tags) {
    TreeMap<String, String> held = new TreeMap<>();
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      boolean valid =
          TAG_KEY.matcher(tag.getKey()).matches() && TAG_VALUE.matcher(tag.getValue()).matches();
      int size = "&=".length() + encodedLength(tag.getKey()) + encodedLength(tag.getValue());
      int header = held.isEmpty() ? sizeOf(TAGGING, "") : 0;
      if (valid && held.size() < maxTags && fits(header + size)) {
        held.put(tag.getKey(), tag.getValue());
      } else {
        leftOut.add("tag", tag.getKey());
      }
    }
    return held;
  }

  private boolean fits(String name, String value) {
    return fits(sizeOf(name, value));
  }

  /** Counts the label if it fits. */
  private boolean fits(int size) {
    boolean fits = size <= left;
    left -= fits ? size : 0;
    return fits;
  }

  /** The signature names each header once more. */
  private static int sizeOf(String name, String value) {
    return 2 * name.length() + 1 + value.length();
  }

  private static int encodedLength(String text) {
    return text.length() + 2 * (int) ESCAPED_IN_TAGS.matcher(text).results().count();
  }

  /** Names for people: a few of them, each abbreviated, because writers choose them. */
  private static final class LeftOutNames {
    private static final int MAX_SHOWN = 10;
    private static final int MAX_CHARACTERS = 40;

    private final List<String> names = new ArrayList<>();
    private int more;

    void add(String kind, String label) {
      if (names.size() == MAX_SHOWN) {
        more++;
        return;
      }
      boolean isShort = label.codePointCount(0, label.length()) <= MAX_CHARACTERS;
      String shown =
          isShort ? label : label.substring(0, label.offsetByCodePoints(0, MAX_CHARACTERS)) + "...";
      names.add(kind + " " + shown);
    }

    List<String> shown() {
      List<String> shown = new ArrayList<>(names);
      if (more > 0) {
        shown.add("%d more".formatted(more));
      }
      return shown;
    }
  }
}
