package dev.understudy.core.store;

import dev.understudy.core.object.Refusal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may go wrong with a store, told apart by what must happen next. The message names the store,
 * the key and the store's own code; it never holds a secret.
 */
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Nothing has been changed; trying again later may help. */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1L;
    private static final Set<Integer> RETRYABLE = Set.of(408, 429);
    private final boolean credentialsRejected;
    private final int status;

    public Unavailable(String message, boolean credentialsRejected, @Nullable Throwable cause) {
      this(message, credentialsRejected, 0, cause);
    }

    /**
     * @param status the HTTP status of the store's answer; 0 if there was none
     */
    public Unavailable(
        String message, boolean credentialsRejected, int status, @Nullable Throwable cause) {
      super(message, cause);
      this.credentialsRejected = credentialsRejected;
      this.status = status;
    }

    /**
     * Whether the store answered this request with a 4xx that a retry does not change. The cause
     * may be this key alone, such as a policy or an encryption key.
     */
    public boolean isClientError() {
      return status >= 400 && status < 500 && !RETRYABLE.contains(status);
    }

    /**
     * Whether the store did not know our key or its signature: newer credentials may help at once.
     */
    public boolean credentialsRejected() {
      return credentialsRejected;
    }
  }

  /** A write was sent and no settled answer came back: it may have happened, or may happen yet. */
  public static final class InDoubt extends StoreException {
    private static final long serialVersionUID = 1L;

    public InDoubt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The object that was being read is no longer the primary's current one. */
  public static final class Moved extends StoreException {
    private static final long serialVersionUID = 1L;

    public Moved(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The store named the reason why this object can never be copied. */
  public static final class Refused extends StoreException {
    private static final long serialVersionUID = 1L;
    private final Refusal reason;

    public Refused(Refusal reason, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    public Refusal reason() {
      return reason;
    }
  }

  /** The bytes that arrived are not the bytes that were sent; nothing was stored. */
  public static final class Corrupt extends StoreException {
    private static final long serialVersionUID = 1L;

    public Corrupt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
