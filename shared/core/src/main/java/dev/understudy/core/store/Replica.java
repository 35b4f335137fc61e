package dev.understudy.core.store;

import dev.understudy.core.object.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/** The standby's newest version of a key, as one HEAD showed it. */
public sealed interface Replica {

  /** The condition that holds only while the standby still shows this. */
  Condition condition();

  /** The object that readers see, if there is one. */
  default Optional<Present> present() {
    return Optional.empty();
  }

  /**
   * An object.
   *
   * @param lastModified in whole seconds, the resolution of a HEAD
   * @param versionId empty if the bucket is not versioned
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

  /** A delete marker. A HEAD does not show its time. */
  record Marker(String versionId) implements Replica {
    @Override
    public Condition condition() {
      return new Condition.Absent();
    }
  }

  /** Neither an object nor a delete marker. */
  record Absent() implements Replica {
    @Override
    public Condition condition() {
      return new Condition.Absent();
    }
  }
}
