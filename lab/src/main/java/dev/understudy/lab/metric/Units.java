package dev.understudy.lab.metric;

import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** The units that CloudWatch accepts. */
final class Units {
  static final String NONE = StandardUnit.NONE.toString();

  private static final Set<String> KNOWN =
      StandardUnit.knownValues().stream().map(StandardUnit::toString).collect(Collectors.toSet());

  private Units() {}

  static String known(String unit) {
    if (!KNOWN.contains(unit)) {
      throw new InvalidMetricException("CloudWatch has no unit " + unit);
    }
    return unit;
  }
}
