package dev.understudy.testkit.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Primary;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

class InMemoryPrimaryTest extends PrimaryContract {
  private final InMemoryPrimary primary = new InMemoryPrimary(Clock.systemUTC());

  @Override
  protected Primary primary() {
    return primary;
  }

  @Override
  protected void write(ObjectKey key, byte[] content, Attributes attributes) {
    primary.put(key, content, attributes);
  }

  @Override
  protected void writeInParts(ObjectKey key, List<byte[]> parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.forEach(whole::writeBytes);
    primary.putInParts(
        key,
        whole.toByteArray(),
        Samples.typed("text/plain"),
        Instant.now(),
        parts.stream().map(part -> (long) part.length).toList());
  }

  @Override
  protected void delete(ObjectKey key) {
    primary.delete(key);
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }
}
