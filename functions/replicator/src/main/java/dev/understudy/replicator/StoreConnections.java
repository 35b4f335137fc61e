package dev.understudy.replicator;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration DIALECT_READ_INTERVAL = Duration.ofMinutes(10);

    /** The reconciler and the health probe measure it each hour. */
    private static final Duration MAX_DIALECT_AGE = Duration.ofDays(1);

    private final StandbySecret secret;
    private final BothStores stores;
    private final PartSettings parts;
    private final ScopeSource scopes;
    private final Clock clock;
    private @Nullable Dialect measured;
    private Instant readAgainAt = Instant.EPOCH;
    private @Nullable Converge converge;

    /**
     * @param scopes outlives the connection
     * @param clock stamps the notes about refused objects and labels
     */
    Connection(
        StandbySecret secret,
        BothStores stores,
        PartSettings parts,
        ScopeSource scopes,
        Clock clock) {
      this.secret = secret;
      this.stores = stores;
      this.parts = parts;
      this.scopes = scopes;
      this.clock = clock;
    }

    /**
     * What the standby supports. Read again every {@link #DIALECT_READ_INTERVAL}, because an
     * upgrade of the standby may change it.
     *
     * @throws StoreException if the standby cannot be read or written
     */
    synchronized Dialect dialect() {
      Dialect known = measured;
      Instant now = clock.instant();
      if (known == null || now.isAfter(readAgainAt)) {
        known =
            new DialectNote(stores.standby(), stores.standbyListing(), clock)
                .current(MAX_DIALECT_AGE);
        converge = known.equals(measured) ? converge : null;
        measured = known;
        readAgainAt = now.plus(DIALECT_READ_INTERVAL);
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
      Dialect dialect = dialect();
      Converge known = converge;
      if (known == null) {
        known = new Converge(stores.primary(), stores.standby(), parts, scopes, labels(), dialect);
        converge = known;
      }
      return known;
    }

    /** Leaves notes about outcomes of objects for the reconciler. */
    ObjectNotes notes() {
      return new ObjectNotes(
          stores.primary(), new RefusalNotes(stores.standby(), clock, labels()), clock);
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
     * missing. The scope must be known, so that a wrong filter parks no message.
     *
     * @throws StoreException if one of them fails
     */
    void requireHealthy() {
      scopes.current(stores.primary());
      stores.primary().open(ReservedKeys.HEALTH).close();
      check().run();
    }
  }
}
