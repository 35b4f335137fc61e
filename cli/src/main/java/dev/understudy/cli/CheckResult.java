package dev.understudy.cli;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of one check of {@code understudy doctor}.
 *
 * @param found what was found, for people
 * @param remedy what to do; empty if nothing must be done
 */
record CheckResult(State state, String found, String remedy) {
  /** The threshold of the alarm CertificateExpiring. */
  private static final long MIN_DAYS = 21;

  /** The threshold of the alarm ClockSkewed. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(1);

  /** How a check ends. */
  enum State {
    /** The guarantees can rest on it. */
    OK("ok"),
    /** Something is missing or wrong. */
    FINDING("finding"),
    /** It could not be read. */
    UNKNOWN("unknown"),
    /** It was not checked; the text says why. */
    LEFT_OUT("left out");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** The name in tables and in JSON. */
    String label() {
      return label;
    }
  }

  static CheckResult ok(String found) {
    return new CheckResult(State.OK, found, "");
  }

  static CheckResult finding(String found, String remedy) {
    return new CheckResult(State.FINDING, found, remedy);
  }

  static CheckResult unknown(String why) {
    return new CheckResult(State.UNKNOWN, why, "");
  }

  static CheckResult leftOut(String why) {
    return new CheckResult(State.LEFT_OUT, why, "");
  }

  /**
   * Judges the days until a certificate expires.
   *
   * @param days negative if it has expired
   */
  static CheckResult ofCertificate(long days) {
    String found = days < 0 ? "expired" : "days left: " + days;
    return days < MIN_DAYS
        ? finding(found, "Renew the certificate (docs/runbook/CertificateExpiring.md).")
        : ok(found);
  }

  /**
   * Compares the Date header of a response with this machine's clock. Date has whole seconds, and
   * was written at some time between request and response.
   *
   * @param sent when the request was sent
   * @param received when the response was received
   */
  static CheckResult ofClock(Instant date, Instant sent, Instant received) {
    Duration behind = Duration.between(date.plusSeconds(1), sent);
    Duration ahead = Duration.between(received, date);
    Duration skew = behind.compareTo(ahead) > 0 ? behind : ahead;
    if (skew.compareTo(MAX_SKEW) <= 0) {
      return ok("at most %d s apart".formatted(Math.max(1, skew.toSeconds() + 1)));
    }
    return finding(
        "%d s %s this machine"
            .formatted(skew.toSeconds(), skew.equals(behind) ? "behind" : "ahead of"),
        "Synchronize the server's clock, or this machine's (docs/runbook/ClockSkewed.md).");
  }
}
