package dev.understudy.testkit.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.StoreException;
import java.util.Map;
import java.util.regex.Pattern;

/** The labels that MinIO, or a client of it, refuses. StandbyContract holds both to them. */
final class MinioLimits {
  private static final int MAX_METADATA = 2048;
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9+\\-._:/@ =]*");
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

  private MinioLimits() {}

  static void check(Attributes attributes) {
    requireAscii(attributes.headers());
    requireAscii(attributes.metadata());
    int size =
        attributes.metadata().entrySet().stream()
            .mapToInt(e -> "x-amz-meta-".length() + e.getKey().length() + e.getValue().length())
            .sum();
    if (size > MAX_METADATA) {
      throw new StoreException.Refused(Refusal.METADATA_TOO_LARGE, "400 MetadataTooLarge", null);
    }
    attributes.tags().forEach(MinioLimits::checkTag);
  }

  private static void requireAscii(Map<String, String> headers) {
    if (!headers.values().stream().allMatch(value -> ASCII.matcher(value).matches())) {
      throw new StoreException.Refused(Refusal.HEADER_NOT_ASCII, "Not ASCII", null);
    }
  }

  private static void checkTag(String key, String value) {
    boolean valid =
        TAG.matcher(key).matches()
            && TAG.matcher(value).matches()
            && key.length() <= 128
            && value.length() <= 256;
    if (!valid) {
      throw new StoreException.Refused(Refusal.TAGS_NOT_ACCEPTED, "400 InvalidTag", null);
    }
  }
}
