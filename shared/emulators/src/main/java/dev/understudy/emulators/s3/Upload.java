package dev.understudy.emulators.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An upload in parts that is not completed. Guarded by its bucket.
 *
 * @param draft what the object will be, but for its bytes
 * @param givenEtag the ETag that it shall have
 * @param checksumAlgorithm what its parts are summed with, if the client said so
 */
record Upload(
    String id,
    String key,
    Instant initiated,
    Draft draft,
    Optional<String> givenEtag,
    Optional<String> checksumAlgorithm,
    boolean fullObjectChecksum,
    TreeMap<Integer, StoredPart> parts) {

  /** Everything of an object that does not come from its bytes. */
  record Draft(
      Map<String, String> headers, Map<String, String> metadata, Map<String, String> tags) {}

  /** A part as it was uploaded last. */
  record StoredPart(
      int number, String etag, Body body, Instant time, Map<String, String> checksums) {}
}
