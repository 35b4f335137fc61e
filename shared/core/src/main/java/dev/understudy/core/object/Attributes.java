package dev.understudy.core.object;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that is replicated with an object's bytes. This is an allow-list: anything else (ACLs,
 * storage class, encryption) is not replicated. User metadata that MinIO obeys or hides is left
 * out.
 *
 * @param headers the system headers that are set, by lower-case name; see {@link #SYSTEM_HEADERS}
 * @param metadata user metadata, by lower-case name without {@code x-amz-meta-}
 * @param tags object tags
 */
public record Attributes(
    NavigableMap<String, String> headers,
    NavigableMap<String, String> metadata,
    NavigableMap<String, String> tags) {

  public static final Set<String> SYSTEM_HEADERS =
      Set.of(
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-type",
          "expires");

  /**
   * The type of an object that has none, as S3 returns it. It must always be sent: MinIO guesses an
   * empty type by the suffix of the key.
   */
  public static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

  /**
   * MinIO executes user metadata of these names as commands ("unpack this archive into the bucket",
   * its cmd/api-router.go). A writer of the primary could so control the standby. These names are
   * never replicated.
   */
  private static final Set<String> COMMANDS = Set.of("snowball-auto-extract");

  private static final String COMMAND_PREFIX = "minio-snowball-";

  /**
   * The S3 Encryption Client writes these names. MinIO never returns them (its cmd/api-headers.go),
   * so a replica with them would never equal its original.
   */
  private static final Set<String> HIDDEN =
      Set.of("x-amz-unencrypted-content-length", "x-amz-unencrypted-content-md5");

  /** Without any header, metadata or tag. */
  public static final Attributes NONE =
      new Attributes(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  public Attributes {
    headers = Collections.unmodifiableNavigableMap(new TreeMap<>(headers));
    metadata = Collections.unmodifiableNavigableMap(replicated(metadata));
    tags = Collections.unmodifiableNavigableMap(new TreeMap<>(tags));
    if (!SYSTEM_HEADERS.containsAll(headers.keySet())) {
      throw new IllegalArgumentException("Not a system header in " + headers.keySet());
    }
  }

  /** The same attributes with these tags. */
  public Attributes withTags(Map<String, String> newTags) {
    return new Attributes(headers, metadata, new TreeMap<>(newTags));
  }

  private static TreeMap<String, String> replicated(Map<String, String> metadata) {
    TreeMap<String, String> kept = new TreeMap<>();
    metadata.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          boolean command = COMMANDS.contains(lower) || lower.startsWith(COMMAND_PREFIX);
          if (!command && !HIDDEN.contains(lower)) {
            kept.put(lower, value);
          }
        });
    return kept;
  }
}
