package dev.understudy.replicator;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StandbyCheck;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to both stores: made when they are first needed, so that no snapshot of a
 * starting function holds one; broken when time is up; made anew with a newer secret when the
 * standby rejects the one in use. Safe for several threads.
 */
final class StoreConnections {
  /** Any answer will do, so the object need not be there. */
  private static final ObjectKey HEALTH = new ObjectKey(".origin/health");

  private final Supplier<StandbySecret> secrets;
  private final Function<StandbySecret, Connection> connect;
  private @Nullable Connection current;
  private @Nullable Connection retired;

  /**
   * @param secrets reads the secret anew on each call
   */
  StoreConnections(Supplier<StandbySecret> secrets, Function<StandbySecret, Connection> connect) {
    this.secrets = secrets;
    this.connect = connect;
  }

  /**
   * The connection in use.
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
   * Reads the secret once more after the standby rejected it.
   *
   * @return whether there is a newer one to try
   */
  synchronized boolean renew(Connection rejected) {
    if (current != rejected) {
      return true;
    }
    StandbySecret secret = secrets.get();
    if (secret.equals(rejected.secret)) {
      return false;
    }
    close(retired);
    // Calls of other keys may still be on their way over it; they end by themselves.
    retired = rejected;
    current = connect.apply(secret);
    return true;
  }

  /** Ends every call under way, in whichever thread. The next use connects anew. */
  synchronized void disconnect() {
    close(retired);
    close(current);
    retired = null;
    current = null;
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      connection.close.run();
    }
  }

  /** Both stores, reached with one secret. One object per connecting: compared by identity. */
  static final class Connection {
    private final StandbySecret secret;
    private final Primary primary;
    private final Standby standby;
    private final Converge converge;
    private final Runnable close;

    /**
     * @param close ends every call under way
     */
    Connection(
        StandbySecret secret,
        Primary primary,
        Standby standby,
        PartSettings parts,
        Scope scope,
        Runnable close) {
      this.secret = secret;
      this.primary = primary;
      this.standby = standby;
      this.converge = new Converge(primary, standby, parts, scope);
      this.close = close;
    }

    Converge converge() {
      return converge;
    }

    StandbyCheck check() {
      return new StandbyCheck(standby);
    }

    /**
     * Asks the primary, and writes to the standby.
     *
     * @throws dev.understudy.core.store.StoreException if one of them is not well
     */
    void requireWell() {
      primary.head(HEALTH);
      check().run();
    }
  }
}
