package dev.understudy.core.s3;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** A response of the primary whose body has not been read yet. */
record S3PrimaryRead(
    Instant readAt,
    Optional<PrimaryObject> object,
    Optional<Checksum> checksum,
    boolean etagTellsContent,
    InputStream body)
    implements PrimaryRead {

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // Only the unread rest of the body is lost; the connection is not reused.
    }
  }
}
