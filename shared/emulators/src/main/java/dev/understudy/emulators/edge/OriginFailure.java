package dev.understudy.emulators.edge;

import java.io.IOException;
import java.util.Set;

/** An origin gave no answer, or none that can be passed on. */
final class OriginFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** It answered, and what it answered is no HTTP, or broke off. */
  static final int UNKNOWN = 520;

  /** It refuses connections. */
  static final int DOWN = 521;

  /** No connection in time. */
  static final int CONNECT_TIMEOUT = 522;

  /** There is no way to it. */
  static final int UNREACHABLE = 523;

  /** Connected, and no answer in time. */
  static final int READ_TIMEOUT = 524;

  /** No TLS with it. */
  static final int NO_TLS = 525;

  /** Its certificate is not valid. */
  static final int BAD_CERTIFICATE = 526;

  /** "No other error codes will trigger a zero-downtime failover operation." */
  private static final Set<Integer> RETRIED =
      Set.of(DOWN, CONNECT_TIMEOUT, UNREACHABLE, NO_TLS, BAD_CERTIFICATE);

  private final int code;

  OriginFailure(int code, String what, Throwable cause) {
    super(code + ": " + what, cause);
    this.code = code;
  }

  /** What the reader is answered: Cloudflare's code. */
  int code() {
    return code;
  }

  boolean isRetried() {
    return RETRIED.contains(code);
  }

  /** Time was up, which is what monitors try again. */
  boolean isSilence() {
    return code == CONNECT_TIMEOUT || code == READ_TIMEOUT;
  }
}
