package dev.understudy.testkit.store;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Listing;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class InMemoryListingTest {
  @Nested
  class OfThePrimary extends ListingPageContract {
    private final InMemoryPrimary primary = new InMemoryPrimary(Clock.systemUTC());

    @Override
    protected Listing listing() {
      return primary;
    }

    @Override
    protected void write(ObjectKey key) {
      primary.put(key, new byte[1], Samples.typed("text/plain"));
    }

    @Override
    protected void remove(ObjectKey key) {
      primary.delete(key);
    }
  }

  @Nested
  class OfTheStandby extends ListingPageContract {
    private final InMemoryStandby standby = new InMemoryStandby();

    @Override
    protected Listing listing() {
      return standby;
    }

    @Override
    protected void write(ObjectKey key) {
      Fingerprint fingerprint = new Fingerprint(new ETag("e"), 1, Samples.typed("text/plain"));
      var unused =
          standby.put(
              key, new byte[1], Optional.empty(), fingerprint, new Condition.Absent(), now());
    }

    @Override
    protected void remove(ObjectKey key) {
      standby.delete(key, now().plusSeconds(1));
    }

    private Instant now() {
      return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
  }
}
