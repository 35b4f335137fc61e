package dev.understudy.testkit.store;

import dev.understudy.core.object.Attributes;
import java.util.Map;
import java.util.TreeMap;

/** Attributes for tests. */
public final class Samples {
  private Samples() {}

  /** Attributes with only a content type, which every S3 object has. */
  public static Attributes typed(String contentType) {
    return new Attributes(
        new TreeMap<>(Map.of("content-type", contentType)), new TreeMap<>(), new TreeMap<>());
  }
}
