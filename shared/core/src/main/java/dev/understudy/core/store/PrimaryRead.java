package dev.understudy.core.store;

import dev.understudy.core.object.Checksum;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * The response to a GET of the primary: the object, if there is one, and its bytes. The caller
 * closes it. Closing it before the end of the body aborts the rest.
 */
public interface PrimaryRead extends AutoCloseable {

  /** The time of the response by the primary's clock (its Date header), in whole seconds. */
  Instant readAt();

  /**
   * The object, or empty if the primary returned {@code NoSuchKey}, which is the only proof of a
   * deletion.
   */
  Optional<PrimaryObject> object();

  /** A checksum of the object's whole content, if the primary knows one. */
  Optional<Checksum> checksum();

  /**
   * Whether the ETag is computed from the content: the MD5 of the bytes, or of the parts' MD5
   * digests. Under SSE-KMS it is not (S3 API reference, Object).
   */
  boolean etagTellsContent();

  /**
   * The object's bytes; can be read once. Throws if the body ends early. Empty if there is no
   * object.
   */
  InputStream body();

  @Override
  void close();
}
