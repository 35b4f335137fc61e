package dev.understudy.healthprobe;

import dev.understudy.core.json.JsonTree;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checks that a run must make.
 *
 * @param only the checks
 * @param everything whether these are all checks, so that there is a verdict
 */
record ProbeRequest(Set<CheckName> only, boolean everything) {
  private static final String ALLOWED =
      "Allowed are {} (all checks) and {\"only\":[names]} with one or more of %s"
          .formatted(
              Arrays.stream(CheckName.values())
                  .map(CheckName::label)
                  .collect(Collectors.joining(", ")));

  /**
   * @throws IllegalArgumentException that names the mistake and what is allowed
   */
  static ProbeRequest of(Map<String, ?> input) {
    for (String name : input.keySet()) {
      if (!name.equals("only")) {
        throw wrong("The input has an unknown field \"%s\"".formatted(name));
      }
    }
    if (!input.containsKey("only")) {
      return new ProbeRequest(EnumSet.allOf(CheckName.class), true);
    }
    List<?> names =
        JsonTree.list(input, "only").orElseThrow(() -> wrong("\"only\" must be a list of names"));
    if (names.isEmpty()) {
      throw wrong("\"only\" names no check");
    }
    Set<CheckName> only = EnumSet.noneOf(CheckName.class);
    names.forEach(name -> only.add(check(String.valueOf(name))));
    return new ProbeRequest(only, false);
  }

  private static CheckName check(String name) {
    return CheckName.of(name)
        .orElseThrow(
            () ->
                wrong(
                    "There is no check \"%s\""
                        .formatted(name.length() <= 40 ? name : name.substring(0, 40) + "...")));
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("%s. %s.".formatted(what, ALLOWED));
  }
}
