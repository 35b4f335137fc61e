package dev.understudy.lab.metric;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

class CloudWatchRecorderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final List<String> encodings = new ArrayList<>();
  private CloudWatchRecorder recorder;
  private CloudWatchClient cloudWatch;

  @BeforeEach
  void start() {
    recorder = CloudWatchRecorder.start(0, Clock.fixed(NOW, ZoneOffset.UTC));
    cloudWatch =
        CloudWatchClient.builder()
            .endpointOverride(recorder.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .overrideConfiguration(config -> config.addExecutionInterceptor(watchingEncoding()))
            .build();
  }

  @AfterEach
  void stop() {
    cloudWatch.close();
    recorder.close();
  }

  @Test
  void recordsAValueWithItsDimensionsUnitAndTime() {
    Instant time = Instant.parse("2026-11-24T09:59:58.123Z");

    put(
        MetricDatum.builder()
            .metricName("Lag")
            .dimensions(dimension("Origin", "primary"), dimension("Bucket", "grüne Wiese"))
            .value(41.25)
            .unit(StandardUnit.MILLISECONDS)
            .timestamp(time)
            .build());

    MetricId id =
        new MetricId("Understudy", "Lag", Map.of("Origin", "primary", "Bucket", "grüne Wiese"));
    assertThat(recorder.metrics().newest())
        .containsExactly(new Datum(id, MetricValues.Values.of(41.25), "Milliseconds", time));
    assertThat(recorder.metrics().published()).containsExactly(id);
    assertThat(recorder.metrics().of(id).values()).containsExactly(41.25);
  }

  @Test
  void takesItsOwnTimeForAValueWithoutOne() {
    put(MetricDatum.builder().metricName("Up").value(1.0).build());

    assertThat(recorder.metrics().newest())
        .containsExactly(
            new Datum(MetricId.of("Understudy", "Up"), MetricValues.Values.of(1), "None", NOW));
  }

  @Test
  void recordsValuesWithCountsAndStatisticSets() {
    put(
        MetricDatum.builder().metricName("Size").values(1.0, 2.5).counts(3.0, 1.0).build(),
        MetricDatum.builder()
            .metricName("Size")
            .statisticValues(
                StatisticSet.builder()
                    .sampleCount(2.0)
                    .sum(30.0)
                    .minimum(10.0)
                    .maximum(20.0)
                    .build())
            .build());

    Series size = recorder.metrics().of(MetricId.of("Understudy", "Size"));
    assertThat(size.count()).isEqualTo(6);
    assertThat(size.sum()).isEqualTo(35.5);
    assertThat(size.maximum()).hasValue(20);
    assertThat(size.values()).containsExactly(1.0, 2.5);
  }

  @Test
  void readsWhatTheSdkCompresses() {
    put(
        IntStream.range(0, 900)
            .mapToObj(
                n ->
                    MetricDatum.builder()
                        .metricName("Lag")
                        .dimensions(dimension("Origin", "a rather long name of an origin"))
                        .value((double) n)
                        .timestamp(NOW)
                        .build())
            .toArray(MetricDatum[]::new));

    assertThat(encodings).containsExactly("gzip");
    assertThat(recorder.metrics().newest()).hasSize(900);
  }

  @Test
  void refusesWhatCloudWatchRefuses() {
    assertThatThrownBy(() -> put(MetricDatum.builder().metricName("Lag").build()))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Value is not a finite number");
    assertThatThrownBy(() -> put(MetricDatum.builder().metricName("Lag").value(Double.NaN).build()))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThatThrownBy(
            () ->
                cloudWatch.putMetricData(
                    request ->
                        request
                            .namespace("AWS/S3")
                            .metricData(
                                MetricDatum.builder().metricName("Lag").value(1.0).build())))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("AWS/S3");
    assertThat(recorder.metrics().published()).isEmpty();
  }

  @Test
  void refusesEveryOtherOperation() {
    assertThatThrownBy(() -> cloudWatch.listMetrics())
        .isInstanceOf(CloudWatchException.class)
        .hasMessageContaining("This endpoint supports PutMetricData only");
  }

  @Test
  void recordsTheMetricsThatALogLineEmbeds() {
    recorder.recordEmf(
        """
        {"_aws":{"Timestamp":1764000000000,"CloudWatchMetrics":[{"Namespace":"Understudy",
        "Dimensions":[[]],"Metrics":[{"Name":"bytes","Unit":"Bytes"}]}]},"bytes":17}
        """);

    assertThat(recorder.metrics().of(MetricId.of("Understudy", "bytes")).sum()).isEqualTo(17);
  }

  @Test
  void recordsNothingOfALineThatIsPartlyWrong() {
    String line =
        """
        {"_aws":{"Timestamp":1764000000000,"CloudWatchMetrics":[{"Namespace":"Understudy",
        "Dimensions":[[]],"Metrics":[{"Name":"bytes"},{"Name":"absent"}]}]},"bytes":17}
        """;

    assertThatThrownBy(() -> recorder.recordEmf(line)).hasMessageContaining("absent");
    assertThat(recorder.metrics().published()).isEmpty();
  }

  private void put(MetricDatum... data) {
    cloudWatch.putMetricData(request -> request.namespace("Understudy").metricData(data));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private ExecutionInterceptor watchingEncoding() {
    return new ExecutionInterceptor() {
      @Override
      public void beforeTransmission(
          Context.BeforeTransmission context, ExecutionAttributes attributes) {
        encodings.addAll(
            context.httpRequest().matchingHeaders("Content-Encoding").stream()
                .collect(toCollection(ArrayList::new)));
      }
    };
  }
}
