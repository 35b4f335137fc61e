package dev.understudy.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.replicator.Outcome;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/metrics.md names every metric that the functions can send, with its unit, and no other. */
class MetricsTableTest {
  @Test
  void namesEveryMetricWithItsUnit() {
    Map<String, String> sent = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      assertThat(sent.put(metric.label(), metric.unit().label())).as(metric.label()).isNull();
    }
    Map<String, String> documented = new TreeMap<>();
    MetricsTable.read().forEach((name, row) -> documented.put(name, row.unit()));

    assertThat(documented).isEqualTo(sent);
  }

  @Test
  void everyOutcomeIsAMetricOfTheSameName() {
    assertThat(
            new TreeSet<>(Metric.of(Metric.Source.REPLICATOR).stream().map(Metric::label).toList()))
        .containsAll(leaves(Outcome.class).map(Class::getSimpleName).toList());
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(MetricsTableTest::leaves)
        : Stream.of(type);
  }
}
