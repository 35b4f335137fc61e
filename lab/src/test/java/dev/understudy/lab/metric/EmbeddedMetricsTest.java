package dev.understudy.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedMetricsTest {
  private static final String LINE =
      """
      {"_aws":{"Timestamp":1764000000123,"CloudWatchMetrics":[{"Namespace":"Understudy",
       "Dimensions":[["Function"],[]],
       "Metrics":[{"Name":"Lag","Unit":"Milliseconds"},{"Name":"Calls"}]}]},
       "Function":"replicator","Lag":41.5,"Calls":[3,4],"key":"a b","level":"INFO"}
      """;

  @Test
  void readsEachMetricOncePerDimensionSet() {
    List<Datum> datums = EmbeddedMetrics.read(LINE);

    Map<String, String> function = Map.of("Function", "replicator");
    assertThat(datums)
        .extracting(Datum::metric)
        .containsExactly(
            new MetricId("Understudy", "Lag", function),
            MetricId.of("Understudy", "Lag"),
            new MetricId("Understudy", "Calls", function),
            MetricId.of("Understudy", "Calls"));
    assertThat(datums).extracting(Datum::unit).containsOnly("Milliseconds", "None");
    assertThat(datums)
        .extracting(Datum::time)
        .containsOnly(Instant.parse("2025-11-24T16:00:00.123Z"));
    assertThat(datums.get(0).measurement().sum()).isEqualTo(41.5);
    assertThat(datums.get(2).measurement().sum()).isEqualTo(7);
    assertThat(datums.get(2).measurement().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Lag":41.5,              | ``                  | the metric Lag is named, but its value is absent
          "Lag":41.5               | "Lag":"41.5"        | the metric Lag is named, but its value is "41.5"
          "Lag":41.5               | "Lag":null          | the metric Lag is named, but its value is null
          [3,4]                    | []                  | the metric Calls has 0 values
          [3,4]                    | [3,"4"]             | the metric Calls is named, but its value is [3,"4"]
          "Function":"replicator", | ``                  | Function is not a string: absent
          "Function":"replicator"  | "Function":7        | Function is not a string: 7
          Milliseconds             | Fortnights          | CloudWatch has no unit Fortnights
          "Understudy"             | ""                  | Namespace is not a string
          [["Function"],[]]        | []                  | Dimensions has no dimension set
          [["Function"],[]]        | ["Function"]        | a dimension set is not an array
          [["Function"],[]]        | [[7]]               | a dimension's name is not a string
          1764000000123            | "now"               | _aws.Timestamp is not a number
          "_aws"                   | "aws"               | _aws is missing
          "CloudWatchMetrics"      | "Metrics"           | CloudWatchMetrics is not an array: absent
          "Metrics":               | "metrics":          | Metrics is not an array: absent
          "Name":"Lag"             | "name":"Lag"        | Name is not a string: absent
          "level":"INFO"}          | "level":"INFO"      | Not JSON
          "level":"INFO"}          | "level":"INFO"}}    | Not JSON
          "level":"INFO"}          | "level":1,"Lag":2}  | Not JSON
          """)
  void refusesWhatCloudWatchWouldLoseInSilence(String sound, String broken, String message) {
    String line = LINE.replace(sound, broken);

    assertThat(line).isNotEqualTo(LINE);
    assertThatThrownBy(() -> EmbeddedMetrics.read(line))
        .isInstanceOf(InvalidMetricException.class)
        .hasMessageContaining(message);
  }
}
