package dev.understudy.testkit.store;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Standby;
import java.util.Optional;

class InMemoryStandbyTest extends StandbyContract {
  private final InMemoryStandby standby = new InMemoryStandby();

  @Override
  protected Standby standby() {
    return standby;
  }

  @Override
  protected Optional<byte[]> read(ObjectKey key) {
    return standby.content(key);
  }
}
