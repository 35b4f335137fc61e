package dev.understudy.lab.metric;

/** A measurement that CloudWatch would refuse or, worse, lose in silence. */
public final class InvalidMetricException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidMetricException(String message) {
    super(message);
  }
}
