package dev.understudy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Answers DescribeAlarms, and GetMetricData with the same plausible hour for every caller. As
 * Lambda, it answers GetFunctionConfiguration: each function has 1 GB.
 */
final class CloudWatchStandIn implements AutoCloseable {
  static final String ALARM = "understudy-prod-HeartbeatLate";

  private static final int MINUTES = 60;

  /** Minutes ago to a value; a peak of writes half an hour ago makes messages wait. */
  private static final Map<String, IntToDoubleFunction> VALUES =
      Map.of(
          "copied", ago -> Math.rint(40 + 7 * (ago % 5) + peak(ago, 900)),
          "relabeled", ago -> ago % 7,
          "deleted", ago -> ago % 9 == 0 ? 12 : 0,
          "inSync", ago -> 3,
          "lagP50", ago -> 0.6 + peak(ago, 3),
          "lagP99", ago -> 1.4 + (ago % 4) * 0.2 + peak(ago, 16),
          "heartbeatLag", ago -> 0.9 + peak(ago, 7),
          "changes", ago -> Math.rint(ago % 3 + peak(ago, 420)),
          "repairs", ago -> ago % 15 == 0 ? 4 : 0,
          "deadLetter", ago -> 0);

  /** One of the sixty values of each metric that a bill is made of. */
  private static final Map<String, Double> BILLED =
      Map.of(
          "Copied", 4_000.0,
          "InSync", 1_000.0,
          "Bytes", 2e8,
          "KeysCompared", 400_000.0,
          "Coalesced", 500.0,
          "CoalescedBytes", 3e7,
          "RelabeledBytes", 1e7,
          "Duration", 2e6,
          "Invocations", 1_000.0,
          "IncomingBytes", 3e6);

  private final AtomicInteger metricRequests = new AtomicInteger();
  private final HttpEndpoint http = HttpEndpoint.start(0, this::answer);

  private static double peak(int ago, double height) {
    return Math.rint(10 * height * Math.exp(-Math.pow(ago - 31, 2) / 8.0)) / 10;
  }

  URI uri() {
    return http.uri();
  }

  /** The sum of the hour. */
  int copied() {
    return (int) minutesAgo().mapToDouble(VALUES.get("copied")).sum();
  }

  /** How many requests for values it has answered. */
  int metricRequests() {
    return metricRequests.get();
  }

  private static IntStream minutesAgo() {
    return IntStream.rangeClosed(1, MINUTES);
  }

  private HttpAnswer answer(HttpCall call) {
    if (call.path().startsWith("/2015-03-31/functions/")) {
      return HttpAnswer.json(200, "{\"MemorySize\":1024}");
    }
    try {
      JsonNode request = new CBORMapper().readTree(call.body());
      Map<String, Object> answer =
          call.path().endsWith("/DescribeAlarms")
              ? Map.of(
                  "MetricAlarms",
                  List.of(
                      Map.of(
                          "AlarmName",
                          ALARM,
                          "StateUpdatedTimestamp",
                          Instant.now().getEpochSecond())),
                  "CompositeAlarms",
                  List.of())
              : Map.of("MetricDataResults", results(request.path("MetricDataQueries")));
      return HttpAnswer.of(200, "application/cbor", new CBORMapper().writeValueAsBytes(answer))
          .with("smithy-protocol", "rpc-v2-cbor");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Map<String, Object>> results(JsonNode queries) {
    metricRequests.incrementAndGet();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    List<Map<String, Object>> results = new ArrayList<>();
    for (JsonNode query : queries) {
      String metric = query.at("/MetricStat/Metric/MetricName").asText();
      double billed = BILLED.getOrDefault(metric, 0.0);
      IntToDoubleFunction value = VALUES.getOrDefault(query.path("Label").asText(), ago -> billed);
      results.add(
          Map.of(
              "Id", query.path("Id").asText(),
              "Label", query.path("Label").asText(),
              "Timestamps", minutesAgo().mapToObj(ago -> now.getEpochSecond() - 60L * ago).toList(),
              "Values", minutesAgo().mapToDouble(value).boxed().toList()));
    }
    return results;
  }

  @Override
  public void close() {
    http.close();
  }
}
