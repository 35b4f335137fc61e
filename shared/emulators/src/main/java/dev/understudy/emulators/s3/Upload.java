package dev.understudy.emulators.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A multipart upload that is not completed. Guarded by its bucket.
 *
 * @param draft headers, metadata and tags of the future object
 * @param givenEtag the ETag that the client chose for the object
 * @param checksumAlgorithm the algorithm for its parts, if the client named one
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

  /** The part of an object that does not depend on its content. */
  record Draft(
      Map<String, String> headers, Map<String, String> metadata, Map<String, String> tags) {}

  /** The latest upload of a part. */
  record StoredPart(
      int number, String etag, Body body, Instant time, Map<String, String> checksums) {}
}
