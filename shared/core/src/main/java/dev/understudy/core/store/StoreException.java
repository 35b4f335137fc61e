package dev.understudy.core.store;

import dev.understudy.core.object.Refusal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The failures of a store, by what must happen next. The message names the store, the key and the
 * store's error code; it never holds a secret.
 */
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Nothing was changed; a later attempt may succeed. */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1L;
    private static final Set<Integer> RETRYABLE = Set.of(408, 429);
    private final boolean newerSecretMayHelp;
    private final int status;

    public Unavailable(String message, boolean newerSecretMayHelp, @Nullable Throwable cause) {
      this(message, newerSecretMayHelp, 0, cause);
    }

    /**
     * @param status the HTTP status of the store's answer; 0 if there was none
     */
    public Unavailable(
        String message, boolean newerSecretMayHelp, int status, @Nullable Throwable cause) {
      super(message, cause);
      this.newerSecretMayHelp = newerSecretMayHelp;
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
     * Whether the store answered this request with a 5xx. The cause may be this key alone, if its
     * files are damaged, or the whole store.
     */
    public boolean isServerError() {
      return status >= 500;
    }

    /**
     * Whether the standby's secret may be outdated: the standby rejected the credentials or the
     * client certificate, or no connection to it could be opened.
     */
    public boolean newerSecretMayHelp() {
      return newerSecretMayHelp;
    }
  }

  /** A write was sent without a conclusive response: it may have happened or may still happen. */
  public static final class InDoubt extends StoreException {
    private static final long serialVersionUID = 1L;

    public InDoubt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The object being read is no longer the primary's current object. */
  public static final class Moved extends StoreException {
    private static final long serialVersionUID = 1L;

    public Moved(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The object can never be copied, for the given reason. */
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

  /** The bytes were damaged in transit; nothing was stored. */
  public static final class Corrupt extends StoreException {
    private static final long serialVersionUID = 1L;

    public Corrupt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
