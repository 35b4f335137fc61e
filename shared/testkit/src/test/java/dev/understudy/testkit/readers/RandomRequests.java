package dev.understudy.testkit.readers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random combinations of a range and conditions, on objects of different sizes. */
final class RandomRequests {
  private static final Map<String, String> TARGETS =
      Map.of("ten", "/ten", "empty", "/empty", "docs/index.html", "/docs/", "a", "/a");
  private static final List<String> KEYS = List.of("ten", "empty", "docs/index.html", "a");
  private static final List<String> RANGES =
      List.of("0-0", "0-", "3-5", "5-", "-1", "-3", "-100", "10-", "9-20", "0-1,3-4", "x");
  private static final List<String> DATES = List.of("", " -1", " +1");

  private final Random random;

  RandomRequests(long seed) {
    this.random = new Random(seed);
  }

  /** A request and the key that it reads. */
  record Drawn(String key, ReaderRequest request) {}

  Drawn next() {
    String key = pick(KEYS);
    Map<String, String> headers = new LinkedHashMap<>();
    if (random.nextInt(4) > 0) {
      headers.put("Range", "bytes=" + pick(RANGES));
    }
    if (random.nextInt(2) == 0) {
      headers.put("If-Range", random.nextInt(3) == 0 ? date(key) : etag(key));
    }
    for (String name : List.of("If-Match", "If-None-Match")) {
      if (random.nextInt(3) == 0) {
        headers.put(name, random.nextInt(6) == 0 ? "*" : etag(key));
      }
    }
    for (String name : List.of("If-Modified-Since", "If-Unmodified-Since")) {
      if (random.nextInt(3) == 0) {
        headers.put(name, random.nextInt(8) == 0 ? "yesterday" : date(key));
      }
    }
    String method = random.nextInt(4) == 0 ? "HEAD" : "GET";
    return new Drawn(key, new ReaderRequest(method, target(key), headers));
  }

  private static String target(String key) {
    return TARGETS.getOrDefault(key, "/" + key);
  }

  private String etag(String key) {
    return switch (random.nextInt(4)) {
      case 0 -> "\"other\"";
      case 1 -> "W/<etag " + key + ">";
      default -> "<etag " + key + ">";
    };
  }

  private String date(String key) {
    return "<date " + key + pick(DATES) + ">";
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
