package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 */
record ReconcileRequest(
    boolean dryRun,
    String prefix,
    boolean deep,
    boolean restart,
    Optional<String> release,
    boolean listsRefused,
    boolean readsAccessLogs,
    Optional<ObjectKey> after) {

  private static final String ALLOWED =
      "Allowed are {} (go on), {\"dryRun\":true} and {\"prefix\":\"a/\"}, both also with"
          + " \"after\":\"a key\", {\"deep\":true}, {\"restart\":true}, {\"release\":\"a pass"
          + " id\"}, also with \"prefix\", {\"list\":\"refused\"} and {\"accessLogs\":true}";

  private static final Set<String> NAMES =
      Set.of("dryRun", "prefix", "deep", "restart", "release", "list", "accessLogs", "after");

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
            text(input, "after").map(ReconcileRequest::key));
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
    if (restart && !isPartOfPass()) {
      reject("\"restart\" goes with neither \"dryRun\" nor \"prefix\", which begin no pass");
    }
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
        dryRun, prefix, deep, restart, release, listsRefused, readsAccessLogs, Optional.of(key));
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

  private static ObjectKey key(String text) {
    try {
      return new ObjectKey(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"after\" is not a key: %s. %s".formatted(e.getMessage(), ALLOWED), e);
    }
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private static void reject(String what) {
    throw new IllegalArgumentException("%s. %s.".formatted(what, ALLOWED));
  }
}
