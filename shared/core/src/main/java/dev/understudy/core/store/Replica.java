package dev.understudy.core.store;

import dev.understudy.core.object.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/** What the standby shows for a key: its history's newest entry, as one HEAD tells it. */
public sealed interface Replica {

  /** The condition under which a write is allowed only if the standby still shows this. */
  Condition condition();

  /** The object that readers see, if there is one. */
  default Optional<Present> present() {
    return Optional.empty();
  }

  /**
   * An object.
   *
   * @param lastModified whole seconds: HEAD shows no more
   * @param versionId empty where the bucket is not versioned
   */
  record Present(Fingerprint fingerprint, Instant lastModified, Optional<String> versionId)
      implements Replica {
    @Override
    public Condition condition() {
      return new Condition.Matches(fingerprint.etag());
    }

    @Override
    public Optional<Present> present() {
      return Optional.of(this);
    }
  }

  /** Nothing to be read, under a delete marker whose time HEAD does not tell. */
  record Marker(String versionId) implements Replica {
    @Override
    public Condition condition() {
      return new Condition.Absent();
    }
  }

  /** Nothing, and no history that the standby would show. */
  record Absent() implements Replica {
    @Override
    public Condition condition() {
      return new Condition.Absent();
    }
  }
}
