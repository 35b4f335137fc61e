package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input of the function.
 *
 * @param dryRun compares and reports; sends no hints and leaves no watermark
 * @param prefix only keys with this prefix; empty for all
 * @param deep compares headers and tags of every key, not only of those in turn
 * @param restart begins a new pass
 * @param release the pass whose withheld deletion hints are to be sent
 * @param listsRefused lists refused objects and compares nothing
 * @param readsAccessLogs reads new access logs into the set of hot keys and compares nothing
 * @param after where a dry run, a run over a prefix or a list begins: only keys above it
 * @param step the step of a pass over key ranges that is asked for
 */
record ReconcileRequest(
    boolean dryRun,
    String prefix,
    boolean deep,
    boolean restart,
    Optional<String> release,
    boolean listsRefused,
    boolean readsAccessLogs,
    Optional<ObjectKey> after,
    Optional<RangeStep> step) {

  private static final String ALLOWED =
      "Allowed are {} (go on), {\"dryRun\":true} and {\"prefix\":\"a/\"}, both also with"
          + " \"after\":\"a key\", {\"deep\":true}, {\"restart\":true}, {\"release\":\"a pass"
          + " id\"}, also with \"prefix\", {\"list\":\"refused\"} and {\"accessLogs\":true}, and"
          + " for a pass over ranges {\"plan\":8}, {\"pass\":\"a pass id\",\"range\":0} and"
          + " {\"pass\":\"a pass id\",\"join\":true}";

  private static final Set<String> NAMES =
      Set.of(
          "dryRun",
          "prefix",
          "deep",
          "restart",
          "release",
          "list",
          "accessLogs",
          "after",
          "plan",
          "pass",
          "range",
          "join");

  /**
   * @throws IllegalArgumentException that names what is wrong and what is allowed
   */
  static ReconcileRequest of(Map<String, ?> input) {
    input.keySet().stream()
        .filter(name -> !NAMES.contains(name))
        .findFirst()
        .ifPresent(name -> reject("The input has an unknown field \"%s\"".formatted(name)));
    ReconcileRequest request =
        new ReconcileRequest(
            isTrue(input, "dryRun"),
            text(input, "prefix").orElse(""),
            isTrue(input, "deep"),
            isTrue(input, "restart"),
            text(input, "release"),
            listsRefused(input),
            isTrue(input, "accessLogs"),
            text(input, "after").map(ReconcileRequest::key),
            step(input));
    request.requireConsistency();
    return request;
  }

  private void requireConsistency() {
    if (listsRefused && (dryRun || deep || restart || release.isPresent() || !prefix.isEmpty())) {
      reject("\"list\" goes with \"after\" alone");
    }
    if (readsAccessLogs && toMap().size() > 1) {
      reject("\"accessLogs\" goes with nothing else");
    }
    if (after.isPresent() && (isPartOfPass() || release.isPresent())) {
      reject(
          "\"after\" goes with \"dryRun\", \"prefix\" or \"list\": any other run goes on where the"
              + " last one stopped");
    }
    if (release.isPresent() && (dryRun || restart || deep)) {
      reject("\"release\" goes with neither \"dryRun\", \"deep\" nor \"restart\"");
    }
    if (step.isPresent() && (after.isPresent() || !isPartOfPass())) {
      reject("\"plan\", \"range\" and \"join\" go with \"deep\" and \"restart\" alone");
    }
    if (restart && step.isPresent() && !(step.get() instanceof RangeStep.Plan)) {
      reject("\"restart\" goes with neither \"range\" nor \"join\", which begin no pass");
    }
    if (restart && !isPartOfPass()) {
      reject("\"restart\" goes with neither \"dryRun\" nor \"prefix\", which begin no pass");
    }
  }

  private static Optional<RangeStep> step(Map<String, ?> input) {
    Optional<String> pass = text(input, "pass");
    boolean join = isTrue(input, "join");
    int asked = (input.containsKey("plan") ? 1 : 0) + (input.containsKey("range") ? 1 : 0);
    if (asked + (join ? 1 : 0) > 1 || pass.isPresent() != (input.containsKey("range") || join)) {
      reject("\"pass\" goes with one of \"range\" and \"join\", and \"plan\" with neither");
    }
    if (input.containsKey("plan")) {
      return Optional.of(new RangeStep.Plan(number(input, "plan", 1, Ranges.MAX)));
    }
    return pass.map(
        id ->
            join
                ? new RangeStep.Join(id)
                : new RangeStep.Compare(id, number(input, "range", 0, Ranges.MAX - 1)));
  }

  private static boolean listsRefused(Map<String, ?> input) {
    Optional<String> list = text(input, "list");
    if (list.isPresent() && !list.get().equals("refused")) {
      reject("\"list\" must be \"refused\", not %s".formatted(shown(list.get())));
    }
    return list.isPresent();
  }

  /** Whether it is part of a pass over all keys, which has a watermark. */
  boolean isPartOfPass() {
    return !dryRun && !listsRefused && !readsAccessLogs && prefix.isEmpty() && release.isEmpty();
  }

  /** The same request for the keys above this one. */
  ReconcileRequest goingOnAfter(ObjectKey key) {
    return new ReconcileRequest(
        dryRun,
        prefix,
        deep,
        restart,
        release,
        listsRefused,
        readsAccessLogs,
        Optional.of(key),
        step);
  }

  /** The request as input of the function. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    putTrue(map, "dryRun", dryRun);
    if (!prefix.isEmpty()) {
      map.put("prefix", prefix);
    }
    putTrue(map, "deep", deep);
    putTrue(map, "restart", restart);
    release.ifPresent(pass -> map.put("release", pass));
    if (listsRefused) {
      map.put("list", "refused");
    }
    putTrue(map, "accessLogs", readsAccessLogs);
    after.ifPresent(key -> map.put("after", key.value()));
    step.ifPresent(asked -> map.putAll(asked.toMap()));
    return map;
  }

  private static void putTrue(Map<String, Object> map, String name, boolean value) {
    if (value) {
      map.put(name, true);
    }
  }

  private static boolean isTrue(Map<String, ?> input, String name) {
    Object value = input.get(name);
    if (value != null && !(value instanceof Boolean)) {
      reject("\"%s\" must be true or false, not %s".formatted(name, shown(value)));
    }
    return Boolean.TRUE.equals(value);
  }

  private static Optional<String> text(Map<String, ?> input, String name) {
    Object value = input.get(name);
    if (value != null && !(value instanceof String)) {
      reject("\"%s\" must be text, not %s".formatted(name, shown(value)));
    }
    return Optional.ofNullable((String) value);
  }

  private static int number(Map<String, ?> input, String name, int min, int max) {
    @Nullable Object value = input.get(name);
    if (value instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    reject("\"%s\" must be %d to %d, not %s".formatted(name, min, max, shown(value)));
    return min;
  }

  private static ObjectKey key(String text) {
    try {
      return new ObjectKey(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"after\" is not a key: %s. %s".formatted(e.getMessage(), ALLOWED), e);
    }
  }

  private static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private static void reject(String what) {
    throw new IllegalArgumentException("%s. %s.".formatted(what, ALLOWED));
  }
}
