package dev.understudy.lab.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a promotion drill writes, and what writers left on the standby. Used by one thread at a
 * time.
 */
final class PromotionWrites {
  private static final ObjectHeaders HEADERS =
      new ObjectHeaders("text/plain", "no-cache", Map.of());
  private static final int OBJECTS = 20;
  private static final int DELETED = 5;
  private static final int CREATED = 10;

  /** Each key that writers changed on the standby; without content if they deleted it. */
  private final Map<String, Optional<String>> written = new TreeMap<>();

  private static String base(int number) {
    return "promotion/%02d.txt".formatted(number);
  }

  static void put(Writer writer, String key, String content) {
    writer.write(key, ObjectContent.of(content), HEADERS);
  }

  /** The objects that both sides have before the primary is lost. */
  void fill(Writer original) {
    for (int i = 0; i < OBJECTS; i++) {
      put(original, base(i), "of the primary");
    }
  }

  /** Overwrites the last half of the objects until a write fails. */
  void loadUntilLost(Writer original) {
    try {
      for (int i = 0; ; i++) {
        put(original, base(OBJECTS / 2 + i % (OBJECTS / 2)), "of the primary, under load " + i);
      }
    } catch (SdkException e) {
      // The primary is lost, which ends the load.
      return;
    }
  }

  /** What writers do on the standby: the first objects are overwritten and deleted. */
  void write(Writer writer) {
    for (int i = 0; i < OBJECTS / 2; i++) {
      if (i < DELETED) {
        writer.delete(base(i));
        written.put(base(i), Optional.empty());
      } else {
        put(writer, base(i), "of a writer");
        written.put(base(i), Optional.of("of a writer"));
      }
    }
    for (int i = 0; i < CREATED; i++) {
      String key = "promotion/created-%d.txt".formatted(i);
      put(writer, key, "of a writer");
      written.put(key, Optional.of("of a writer"));
    }
  }

  /** Changes of the primary after its return: to keys that writers deleted and overwrote. */
  void conflict(Writer original, int number) {
    for (int i = 0; i < number; i++) {
      put(original, base(DELETED - 1 + i), "of the primary, later");
    }
  }

  /** The keys that writers changed. */
  Set<String> keys() {
    return written.keySet();
  }

  /** The contents of these keys in a bucket. */
  Map<String, Optional<String>> contents(BucketClient client) {
    Map<String, Optional<String>> contents = new TreeMap<>();
    keys().forEach(key -> contents.put(key, content(client, key)));
    return contents;
  }

  /** The keys for which a bucket does not have what the writers left. */
  List<String> missing(BucketClient client) {
    return keys().stream().filter(key -> !content(client, key).equals(written.get(key))).toList();
  }

  Optional<String> content(BucketClient client, String key) {
    if (client.attributes(key).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream body = client.read(key)) {
      return Optional.of(new String(body.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
