package dev.understudy.replicator;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.note.RefusalNotes.OriginalVersion;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to both stores. They open when first needed, so that no SnapStart snapshot holds
 * one. They close when the time is up, and reopen with a newer secret when the current one may be
 * outdated. Safe for several threads.
 */
final class StoreConnections {
  /** A standby that is down would otherwise cost a read of the secret for each key. */
  private static final Duration BETWEEN_RENEWALS = Duration.ofMinutes(1);

  private final Supplier<StandbySecret> secrets;
  private final Function<StandbySecret, Connection> connect;
  private @Nullable Connection current;
  private @Nullable Connection retired;
  private final LongSupplier nanoTime;
  private OptionalLong renewedAt = OptionalLong.empty();

  /**
   * @param secrets reads the current secret on each call
   */
  StoreConnections(Supplier<StandbySecret> secrets, Function<StandbySecret, Connection> connect) {
    this(secrets, connect, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  StoreConnections(
      Supplier<StandbySecret> secrets,
      Function<StandbySecret, Connection> connect,
      LongSupplier nanoTime) {
    this.secrets = secrets;
    this.connect = connect;
    this.nanoTime = nanoTime;
  }

  /**
   * The current connection; connects if there is none.
   *
   * @throws dev.understudy.core.config.ConfigurationException if the secret cannot be read or is
   *     wrong
   */
  synchronized Connection current() {
    Connection connection = current;
    if (connection == null) {
      connection = connect.apply(secrets.get());
      current = connection;
    }
    return connection;
  }

  /**
   * Reads the secret again after a failure that a newer secret may help against; at most once a
   * minute.
   *
   * @return whether a newer secret is available
   */
  synchronized boolean renew(Connection rejected) {
    if (current != rejected) {
      return true;
    }
    long now = nanoTime.getAsLong();
    if (renewedAt.isPresent() && now - renewedAt.getAsLong() < BETWEEN_RENEWALS.toNanos()) {
      return false;
    }
    renewedAt = OptionalLong.of(now);
    StandbySecret secret = secrets.get();
    if (secret.equals(rejected.secret)) {
      return false;
    }
    close(retired);
    // Other keys may still use it; their calls end by themselves.
    retired = rejected;
    current = connect.apply(secret);
    return true;
  }

  /** Ends every call in progress, in whichever thread. The next use connects again. */
  synchronized void disconnect() {
    close(retired);
    close(current);
    retired = null;
    current = null;
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      connection.stores.close();
    }
  }

  /** Both stores, connected with one secret. Compared by identity. */
  static final class Connection {
    /** Lambda's limit. */
    private static final Duration MAX_INVOCATION = Duration.ofMinutes(15);

    /** The reconciler measures it each hour. */
    private static final Duration MAX_DIALECT_AGE = Duration.ofDays(1);

    private final StandbySecret secret;
    private final BothStores stores;
    private final PartSettings parts;
    private final Scope scope;
    private final Clock clock;
    private @Nullable Dialect measured;
    private @Nullable Converge converge;

    /**
     * @param clock stamps the notes about refused objects and labels
     */
    Connection(
        StandbySecret secret, BothStores stores, PartSettings parts, Scope scope, Clock clock) {
      this.secret = secret;
      this.stores = stores;
      this.parts = parts;
      this.scope = scope;
      this.clock = clock;
    }

    /**
     * What the standby supports, read once for each connection.
     *
     * @throws StoreException if the standby cannot be read or written
     */
    synchronized Dialect dialect() {
      Dialect known = measured;
      if (known == null) {
        known =
            new DialectNote(stores.standby(), stores.standbyListing(), clock)
                .current(MAX_DIALECT_AGE);
        measured = known;
      }
      return known;
    }

    private HeldLabels labels() {
      return dialect().labels(stores.labels());
    }

    /**
     * @throws StoreException if the standby's dialect cannot be read or measured
     */
    synchronized Converge converge() {
      Converge known = converge;
      if (known == null) {
        known = new Converge(stores.primary(), stores.standby(), parts, scope, labels(), dialect());
        converge = known;
      }
      return known;
    }

    /**
     * Leaves a note for the reconciler about an object that the standby cannot hold, or whose
     * replica lacks labels. Other outcomes cost no call.
     *
     * @throws StoreException if the standby cannot be written
     */
    void note(ObjectKey key, Outcome outcome) {
      Instant at = clock.instant().minus(MAX_INVOCATION);
      if (outcome instanceof Outcome.Refused refused && refused.reason().isOfObject()) {
        noteRefusal(key, refused, at);
      }
      outcome.leftOut().ifPresent(left -> notes().writeLeftOut(left.object(), left.labels(), at));
    }

    private RefusalNotes notes() {
      return new RefusalNotes(stores.standby(), clock, labels());
    }

    /**
     * If the primary did not show the refused version, the note applies only to versions that are
     * older than any invocation: a newer one may have replaced it meanwhile.
     */
    private void noteRefusal(ObjectKey key, Outcome.Refused refused, Instant at) {
      Optional<PrimaryObject> object = refused.object();
      if (object.isEmpty()) {
        try {
          object = stores.primary().head(key).filter(o -> o.lastModified().isBefore(at));
          if (object.isEmpty()) {
            return;
          }
        } catch (StoreException e) {
          // The primary refuses a HEAD of some objects too. The note then has no version.
        }
      }
      notes().write(key, refused.reason(), object.map(OriginalVersion::of), at);
    }

    void abort(Transfers.Abandoned upload) {
      stores.standby().abort(upload.key(), upload.upload());
    }

    StandbyCheck check() {
      return new StandbyCheck(stores.standby());
    }

    /**
     * Reads from the primary and writes to the standby. The primary must answer a GET with an
     * object or {@code NoSuchKey}. A HEAD would not do: its 404 may mean that the bucket is
     * missing.
     *
     * @throws StoreException if either fails
     */
    void requireHealthy() {
      stores.primary().open(ReservedKeys.HEALTH).close();
      check().run();
    }
  }
}
