package dev.understudy.lab.metric;

/** A metric that CloudWatch would reject or drop silently. */
public final class InvalidMetricException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidMetricException(String message) {
    super(message);
  }
}
