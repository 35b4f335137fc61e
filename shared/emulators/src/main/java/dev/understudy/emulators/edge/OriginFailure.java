package dev.understudy.emulators.edge;

import java.io.IOException;
import java.util.Set;

/** An origin did not respond, or its response cannot be forwarded. */
final class OriginFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** The response was not HTTP, or it was truncated. */
  static final int UNKNOWN = 520;

  /** The origin refused the connection. */
  static final int DOWN = 521;

  /** No connection within the limit. */
  static final int CONNECT_TIMEOUT = 522;

  /** No route to the origin. */
  static final int UNREACHABLE = 523;

  /** Connected, and no response within the limit. */
  static final int READ_TIMEOUT = 524;

  /** The TLS handshake failed. */
  static final int NO_TLS = 525;

  /** The certificate is invalid. */
  static final int BAD_CERTIFICATE = 526;

  /** Cloudflare: "No other error codes will trigger a zero-downtime failover operation." */
  private static final Set<Integer> RETRIED =
      Set.of(DOWN, CONNECT_TIMEOUT, UNREACHABLE, NO_TLS, BAD_CERTIFICATE);

  private final int code;

  OriginFailure(int code, String what, Throwable cause) {
    super(code + ": " + what, cause);
    this.code = code;
  }

  /** Cloudflare's status for the reader. */
  int code() {
    return code;
  }

  boolean isRetried() {
    return RETRIED.contains(code);
  }

  /** A timeout, which monitors retry. */
  boolean isSilence() {
    return code == CONNECT_TIMEOUT || code == READ_TIMEOUT;
  }
}
