package dev.understudy.core.s3;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** An answer of the primary with its body still on the wire. */
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
      // The rest of a body that nobody wants broke off: its connection is not reused, nothing else
      // is lost.
    }
  }
}
