package dev.understudy.core.store;

import dev.understudy.core.object.Checksum;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * One GET of the primary: what it says of the key now, and the object's bytes if it has one. Close
 * it on every path; closing before the end of the body gives the rest up.
 */
public interface PrimaryRead extends AutoCloseable {

  /** When the primary answered, by its own clock (the answer's Date header), in whole seconds. */
  Instant readAt();

  /**
   * The object, or empty if the primary said {@code NoSuchKey}: the only proof of deletion there
   * is.
   */
  Optional<PrimaryObject> object();

  /** A checksum of the object's whole content, if the primary knows one. */
  Optional<Checksum> checksum();

  /**
   * Whether the ETag is computed from the content: an MD5, or the MD5 of the parts' MD5s. It is not
   * under SSE-KMS (S3 API reference, Object).
   */
  boolean etagTellsContent();

  /**
   * The object's bytes, in order, once. Ends early only with an exception. Empty where there is no
   * object.
   */
  InputStream body();

  @Override
  void close();
}
