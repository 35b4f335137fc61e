package dev.understudy.testkit.store;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** A read of {@link InMemoryPrimary}. */
record InMemoryRead(
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
      throw new IllegalStateException("Closing a stream in memory failed", e);
    }
  }
}
