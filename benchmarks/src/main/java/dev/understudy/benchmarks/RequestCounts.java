package dev.understudy.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The requests to both servers, by S3 operation, and the bytes of their bodies. */
record RequestCounts(Map<String, Long> primary, Map<String, Long> standby) {
  /** The name of the bytes of request bodies. */
  static final String RECEIVED = "bytes received";

  /** The name of the bytes of response bodies. */
  static final String SENT = "bytes sent";

  static long calls(Map<String, Long> side) {
    return side.entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("bytes"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The bytes of one direction. */
  static long bytes(Map<String, Long> side, String direction) {
    return side.getOrDefault(direction, 0L);
  }

  /** The requests to both servers per object, in words. */
  String per(int objects) {
    return List.of(Map.entry("S3", primary), Map.entry("standby", standby)).stream()
        .map(
            side ->
                "%s %s at %s"
                    .formatted(
                        each(calls(side.getValue()), objects),
                        names(side.getValue(), objects),
                        side.getKey()))
        .collect(Collectors.joining("; "));
  }

  private static String names(Map<String, Long> side, int objects) {
    return side.entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("bytes"))
        .map(entry -> entry.getKey() + " " + each(entry.getValue(), objects))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String each(long calls, int objects) {
    return calls % objects == 0
        ? Long.toString(calls / objects)
        : Figure.number((double) calls / objects);
  }
}
