package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.Standby;
import dev.understudy.core.telemetry.Telemetry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Creates replicators of the bucket "primary" that park after ten receives. */
final class Replicators {
  private Replicators() {}

  /** Both stores. A listing fails the test, except where the standby's dialect is measured. */
  static BothStores stores(Primary primary, Standby standby, Runnable disconnect) {
    return new BothStores(
        primary,
        (at, most) -> {
          throw new AssertionError("The replicator listed the primary: " + at);
        },
        standby,
        (at, most) -> {
          assertThat(at.prefix()).startsWith(ReservedKeys.DIALECT);
          return standby instanceof Listing listing
              ? listing.page(at, most)
              : new Listing.Page(List.of(), Optional.empty());
        },
        HeldLabels.MINIO,
        disconnect);
  }

  static Replicator over(Primary primary, Standby standby, HintQueue queue) {
    return over(primary, standby, queue, new Backoff(new SplittableRandom(1)));
  }

  static Replicator over(Primary primary, Standby standby, HintQueue queue, Backoff backoff) {
    return over(primary, standby, queue, backoff, ScopeSource.of(Scope.ALL));
  }

  static Replicator over(
      Primary primary, Standby standby, HintQueue queue, Backoff backoff, ScopeSource scopes) {
    return over(primary, standby, queue, backoff, scopes, 2, Bandwidth.UNLIMITED);
  }

  /** Copies one key at a time, so that simulated time passes as it would. */
  static Replicator over(Primary primary, Standby standby, HintQueue queue, Bandwidth bandwidth) {
    Backoff backoff = new Backoff(new SplittableRandom(1));
    return over(primary, standby, queue, backoff, ScopeSource.of(Scope.ALL), 1, bandwidth);
  }

  private static Replicator over(
      Primary primary,
      Standby standby,
      HintQueue queue,
      Backoff backoff,
      ScopeSource scopes,
      int parallelKeys,
      Bandwidth bandwidth) {
    OutcomeTelemetry signals = new OutcomeTelemetry(new Telemetry("primary"), Clock.systemUTC());
    StandbySecret secret =
        new StandbySecret(URI.create("https://standby.test"), "ak", "sk", TlsMaterial.NONE);
    StoreConnections stores =
        new StoreConnections(
            () -> secret,
            s ->
                new StoreConnections.Connection(
                    s,
                    stores(primary, standby, () -> {}),
                    new PartSettings(5 << 20, 3, 64 << 20),
                    scopes,
                    Clock.systemUTC()));
    TaskPool pool = new TaskPool(parallelKeys, stores::disconnect);
    return new Replicator(
        new HintReader("primary"),
        new KeyBatch(stores, queue, new CallCounter(), signals, pool, bandwidth),
        queue,
        backoff,
        new Parking(queue, stores, signals, pool, 10));
  }
}
