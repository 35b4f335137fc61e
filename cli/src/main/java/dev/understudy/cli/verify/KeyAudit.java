package dev.understudy.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Compares one key on both sides, independently of the replicator. Safe for several threads.
 *
 * @param etags whether ETags must be equal
 * @param limit bounds the reading of bodies; empty if only headers and tags are compared
 */
record KeyAudit(
    BucketReader primary, BucketReader standby, boolean etags, Optional<RateLimit> limit) {
  private static final String NOTES = ".understudy/refused/";

  /** What the audit says about a key. */
  enum Verdict {
    EQUAL("equal"),
    DIFFERENT("different"),
    MISSING("missing"),
    ORPHANED("orphaned"),
    /** The replicator left a note that the standby cannot hold the object. */
    REFUSED("refused"),
    /** Only labels differ, and the replicator left a note that the standby cannot hold them. */
    LABELS_LEFT_OUT("labelsLeftOut"),
    /** A side denies the key, or cannot read it. */
    UNREADABLE("unreadable"),
    /** Neither side has the object any more. */
    GONE("gone");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    /** The name in reports. */
    String label() {
      return label;
    }

    /** Whether it needs a person. */
    boolean isFinding() {
      return this == DIFFERENT || this == MISSING || this == ORPHANED || this == UNREADABLE;
    }
  }

  /**
   * The result of one comparison.
   *
   * @param differences what differs, with both values
   * @param sha256 of both bodies, if they were read and are equal
   */
  record Result(String key, Verdict verdict, List<String> differences, Optional<String> sha256) {
    /** A line of the report. */
    Map<String, Object> line() {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("key", key);
      line.put("verdict", verdict.label());
      if (!differences.isEmpty()) {
        line.put("differences", differences);
      }
      sha256.ifPresent(digest -> line.put("sha256", digest));
      return line;
    }
  }

  /** Reads the key on both sides and compares what it finds. One key cannot stop the audit. */
  Result compare(String key) throws IOException, InterruptedException {
    try {
      return compareBoth(key);
    } catch (S3Exception e) {
      return new Result(
          key, Verdict.UNREADABLE, List.of(String.valueOf(e.getMessage())), Optional.empty());
    }
  }

  private Result compareBoth(String key) throws IOException, InterruptedException {
    Optional<Map<String, String>> left = primary.attributes(key);
    Optional<Map<String, String>> right = standby.attributes(key);
    if (left.isEmpty()) {
      return result(key, right.isEmpty() ? Verdict.GONE : Verdict.ORPHANED);
    }
    if (right.isEmpty()) {
      return result(key, note(key, "reason").isPresent() ? Verdict.REFUSED : Verdict.MISSING);
    }
    List<String> differences = new ArrayList<>(differences(left.get(), right.get()));
    Optional<String> hash = Optional.empty();
    if (limit.isPresent()) {
      hash = primary.sha256(key, limit.get());
      Optional<String> other = standby.sha256(key, limit.get());
      if (!hash.equals(other)) {
        differences.add("sha256: %s, %s".formatted(hash.orElse("none"), other.orElse("none")));
        hash = Optional.empty();
      }
    }
    return new Result(key, verdict(key, differences), differences, hash);
  }

  private Verdict verdict(String key, List<String> differences) {
    if (differences.isEmpty()) {
      return Verdict.EQUAL;
    }
    boolean labelsOnly = differences.stream().noneMatch(KeyAudit::isContent);
    return labelsOnly && note(key, "leftOut").isPresent()
        ? Verdict.LABELS_LEFT_OUT
        : Verdict.DIFFERENT;
  }

  private static boolean isContent(String difference) {
    return difference.startsWith("size:")
        || difference.startsWith("etag:")
        || difference.startsWith("sha256:");
  }

  private static Result result(String key, Verdict verdict) {
    return new Result(key, verdict, List.of(), Optional.empty());
  }

  private List<String> differences(Map<String, String> left, Map<String, String> right) {
    Set<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    if (!etags) {
      names.remove("etag");
    }
    return names.stream()
        .filter(name -> !left.getOrDefault(name, "").equals(right.getOrDefault(name, "")))
        .map(
            name ->
                "%s: %s, %s"
                    .formatted(
                        name, left.getOrDefault(name, "none"), right.getOrDefault(name, "none")))
        .toList();
  }

  /** A field of the note that the replicator left about this key. */
  private Optional<Object> note(String key, String field) {
    byte[] name = BucketReader.sha256().digest(key.getBytes(UTF_8));
    return standby
        .text(NOTES + HexFormat.of().formatHex(name))
        .flatMap(JsonTree::object)
        .map(note -> note.get(field));
  }
}
