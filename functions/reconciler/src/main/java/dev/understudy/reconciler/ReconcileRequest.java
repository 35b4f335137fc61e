package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is asked to do.
 *
 * @param dryRun compares and says what it would hint at; sends nothing, remembers nothing
 * @param prefix only keys that begin with it; empty for all
 * @param deep compares headers and tags of every key that this run comes to, whenever their turn is
 * @param restart begins a new pass, whatever an earlier one has left
 * @param release the pass whose withheld deletion hints a person lets go, once
 * @param after where a dry run or one over a prefix begins: only keys above it; any other run goes
 *     on by itself
 */
record ReconcileRequest(
    boolean dryRun,
    String prefix,
    boolean deep,
    boolean restart,
    Optional<String> release,
    Optional<ObjectKey> after) {

  private static final String ALLOWED =
      "Allowed are {} (go on), {\"dryRun\":true}, {\"prefix\":\"a/\"}, both of them with"
          + " \"after\":\"a key\" to go on from there, {\"deep\":true}, {\"restart\":true} and"
          + " {\"release\":\"a pass id\"}";

  private static final Set<String> NAMES =
      Set.of("dryRun", "prefix", "deep", "restart", "release", "after");

  /**
   * @throws IllegalArgumentException that says what is wrong, and what is allowed
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
            text(input, "after").map(ReconcileRequest::key));
    if (request.after.isPresent() && request.ofAPass()) {
      reject(
          "\"after\" goes with \"dryRun\" or \"prefix\": any other run goes on by itself where the"
              + " last one stopped");
    }
    if (request.restart && !request.ofAPass()) {
      reject("\"restart\" goes with neither \"dryRun\" nor \"prefix\", which begin no pass");
    }
    if (request.release.isPresent() && (request.dryRun || request.restart)) {
      reject("\"release\" goes with neither \"dryRun\" nor \"restart\"");
    }
    return request;
  }

  /** Whether it is part of a pass over all keys, which remembers where it stopped. */
  boolean ofAPass() {
    return !dryRun && prefix.isEmpty();
  }

  /** What goes on above this key with the same as this asks for. */
  ReconcileRequest goingOnAfter(ObjectKey key) {
    return new ReconcileRequest(dryRun, prefix, deep, restart, release, Optional.of(key));
  }

  /** As input. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    putTrue(map, "dryRun", dryRun);
    if (!prefix.isEmpty()) {
      map.put("prefix", prefix);
    }
    putTrue(map, "deep", deep);
    putTrue(map, "restart", restart);
    release.ifPresent(pass -> map.put("release", pass));
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
          "\"after\" is no key: %s. %s".formatted(e.getMessage(), ALLOWED), e);
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
