package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.List;

/**
 * Which objects get a replica, by rules in the syntax and with the semantics of rclone's {@code
 * --filter-from} (docs/filters.md). Immutable.
 */
public final class Filter {
  /** The largest filter, in bytes. */
  public static final int MAX_BYTES = 64 << 10;

  /** Holds everything. */
  public static final Filter NONE =
      new Filter(List.of(), List.of(), ObjectBounds.NONE, false, 0, "none");

  private final List<Rule> files;
  private final List<Rule> directories;
  private final ObjectBounds bounds;
  private final boolean evicts;
  private final int lines;
  private final String digest;

  /**
   * @param files decide about keys; the first match counts
   * @param directories decide about each directory above a key, with a final slash
   * @param evicts whether replicas of what is excluded are deleted
   * @param lines the number of rules and options
   */
  Filter(
      List<Rule> files,
      List<Rule> directories,
      ObjectBounds bounds,
      boolean evicts,
      int lines,
      String digest) {
    this.files = List.copyOf(files);
    this.directories =
        directories.stream().allMatch(Rule::includes) ? List.of() : List.copyOf(directories);
    this.bounds = bounds;
    this.evicts = evicts;
    this.lines = lines;
    this.digest = digest;
  }

  /** A pattern, and whether it includes what it matches. */
  record Rule(boolean includes, Glob glob) {}

  /**
   * Reads the filter's text.
   *
   * @param content UTF-8, at most {@value #MAX_BYTES} bytes
   * @throws FilterException that names the line and column, and what to change
   */
  public static Filter parse(byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new FilterException("The filter has more than %d bytes".formatted(MAX_BYTES));
    }
    try {
      return new FilterParser()
          .parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      throw new FilterException("The filter is not UTF-8");
    }
  }

  /**
   * Whether the key may have a replica. A key that ends in a slash is decided as the directory that
   * it names. The heartbeat is always held.
   */
  public boolean holds(ObjectKey key) {
    String path = key.value();
    return key.equals(ReservedKeys.HEARTBEAT)
        || (holdsDirectories(path) && (path.endsWith("/") || includes(files, path)));
  }

  private boolean holdsDirectories(String path) {
    if (directories.isEmpty()) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (!includes(directories, path.substring(0, slash + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean includes(List<Rule> rules, String path) {
    for (Rule rule : rules) {
      if (rule.glob().matches(path)) {
        return rule.includes();
      }
    }
    return true;
  }

  /** Whether an object of a key that is held is within the bounds. */
  boolean holds(ObjectProperties object, Instant now) {
    return object.key().equals(ReservedKeys.HEARTBEAT) || bounds.hold(object, now);
  }

  /** Whether a decision can depend on an object's tags, which no listing shows. */
  boolean readsTags() {
    return bounds.readTags();
  }

  /** Whether the replicas of what the filter excludes are deleted. */
  public boolean evicts() {
    return evicts;
  }

  /** The same rules, which delete nothing. */
  public Filter withoutEviction() {
    return new Filter(files, directories, bounds, false, lines, digest);
  }

  /** The number of rules and options. */
  public int lines() {
    return lines;
  }

  /** Names the rules and options. Comments and blank lines do not change it. */
  public String digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Filter filter
        && filter.digest.equals(digest)
        && filter.evicts == evicts;
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "filter " + digest;
  }
}
