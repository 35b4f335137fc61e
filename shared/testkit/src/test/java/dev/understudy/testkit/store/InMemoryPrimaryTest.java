package dev.understudy.testkit.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Primary;
import java.time.Clock;
import java.time.Instant;

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
  protected Instant now() {
    return Instant.now();
  }
}
