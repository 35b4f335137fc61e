package dev.understudy.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the servers were asked for in a while, by S3's names of the operations.
 *
 * @param primary each request there is billed
 */
record RequestCounts(Map<String, Long> primary, Map<String, Long> standby) {
  /** Bytes of bodies that came to a server. */
  static final String RECEIVED = "bytes received";

  /** Bytes of bodies that a server gave out. */
  static final String SENT = "bytes sent";

  static long calls(Map<String, Long> side) {
    return side.entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("bytes"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Bytes of bodies, of one direction. */
  static long bytes(Map<String, Long> side, String direction) {
    return side.getOrDefault(direction, 0L);
  }

  /** Both sides, per object. */
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
