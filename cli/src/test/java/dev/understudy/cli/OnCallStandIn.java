package dev.understudy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The services that {@code understudy ask} reads, for the stack {@code prod}. Records what each
 * request asks for.
 */
final class OnCallStandIn implements AutoCloseable {
  /** When the alarm went on, and the minute of the metric's last value. */
  final Instant time = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(120);

  private static final List<String> SERVICES =
      List.of("LAMBDA", "CLOUDWATCH", "CLOUDWATCH_LOGS", "CLOUDFORMATION", "SNS", "SQS");

  /** Action or target, and body, of each request but those for the settings of the stack. */
  final List<String> asked = new ArrayList<>();

  /** Protocol, endpoint and ARN of the subscriptions of each topic. */
  List<List<String>> subscriptions = List.of();

  boolean alarmIsOn = true;
  boolean refused;
  boolean functionFails;
  boolean measured = true;

  private final HttpEndpoint http =
      HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> answer(call));

  /** The options that name this stand-in. */
  List<String> options() {
    return SERVICES.stream().map(name -> "--set=" + name + "_ENDPOINT=" + http.uri()).toList();
  }

  private HttpAnswer answer(HttpCall call) {
    if (call.path().endsWith("/configuration")) {
      return StackSettingsTest.variables(StackSettingsTest.DEPLOYED);
    }
    try {
      if (call.path().contains("/functions/")) {
        return invocation(call);
      }
      String target = call.header("X-Amz-Target").orElse("");
      if (!target.isEmpty()) {
        return json(target, call.text());
      }
      if (call.path().startsWith("/service/")) {
        return cloudWatch(call);
      }
      return query(PromoteCommandTest.form(call));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpAnswer invocation(HttpCall call) {
    asked.add(call.path() + " " + call.text());
    if (refused) {
      return HttpAnswer.json(500, "{\"Message\":\"Internal\"}")
          .with("x-amzn-ErrorType", "ServiceException");
    }
    return functionFails
        ? HttpAnswer.json(200, "{\"errorMessage\":\"the pass failed\"}")
            .with("X-Amz-Function-Error", "Unhandled")
        : HttpAnswer.json(200, "{\"keys\":7}");
  }

  private HttpAnswer json(String target, String body) throws IOException {
    asked.add(target + " " + body);
    if (refused) {
      return HttpAnswer.json(
          400, "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no such group\"}");
    }
    return HttpAnswer.json(
        200,
        JSON.std.asString(
            target.startsWith("Logs")
                ? Map.of("events", List.of(Map.of("message", "{\"key\":\"a\u001b\"}\n")))
                : Map.of(
                    "Attributes",
                    Map.of(
                        "ApproximateNumberOfMessages", "3",
                        "ApproximateNumberOfMessagesNotVisible", "2",
                        "ApproximateNumberOfMessagesDelayed", "1"))));
  }

  private HttpAnswer cloudWatch(HttpCall call) throws IOException {
    JsonNode request = new CBORMapper().readTree(call.body());
    asked.add(call.path() + " " + request);
    Map<String, Object> answer =
        call.path().endsWith("/DescribeAlarms")
            ? alarms()
            : Map.of("MetricDataResults", values(request.path("MetricDataQueries")));
    return HttpAnswer.of(
            refused ? 400 : 200, "application/cbor", new CBORMapper().writeValueAsBytes(answer))
        .with("smithy-protocol", "rpc-v2-cbor");
  }

  private Map<String, Object> alarms() {
    List<Map<String, Object>> on =
        Stream.of("prod-StandbyDown", "prod-nyc-DiskNearlyFull")
            .filter(name -> alarmIsOn)
            .<Map<String, Object>>map(
                name -> Map.of("AlarmName", name, "StateUpdatedTimestamp", time.getEpochSecond()))
            .toList();
    return Map.of("MetricAlarms", on, "CompositeAlarms", List.of());
  }

  /** CloudWatch lists the newest value first. */
  private List<Map<String, Object>> values(JsonNode queries) {
    List<Long> times = List.of(time.getEpochSecond(), time.getEpochSecond() - 60);
    List<Map<String, Object>> results = new ArrayList<>();
    for (JsonNode query : queries) {
      results.add(
          Map.of(
              "Id", query.path("Id").asText(),
              "Timestamps", measured ? times : List.of(),
              "Values", measured ? List.of(42.0, 41.0) : List.of()));
    }
    return results;
  }

  private HttpAnswer query(Map<String, String> form) {
    asked.add(String.valueOf(form));
    if (form.get("Action").equals("DescribeStacks")) {
      return PromoteCommandTest.xml(200, stack());
    }
    StringBuilder members = new StringBuilder();
    for (List<String> one : subscriptions) {
      members.append(
          ("<member><Protocol>%s</Protocol><Endpoint>%s</Endpoint>"
                  + "<SubscriptionArn>%s</SubscriptionArn></member>")
              .formatted(one.toArray()));
    }
    return PromoteCommandTest.xml(
        200,
        "<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>"
            + members
            + "</Subscriptions></ListSubscriptionsByTopicResult>"
            + "</ListSubscriptionsByTopicResponse>");
  }

  private static String stack() {
    return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member>"
        + "<StackName>prod</StackName><Parameters>"
        + "<member><ParameterKey>PublicUrl</ParameterKey>"
        + "<ParameterValue>/understudy/prod/public-url</ParameterValue>"
        + "<ResolvedValue>https://assets.test</ResolvedValue></member>"
        + "<member><ParameterKey>Promoted</ParameterKey>"
        + "<ParameterValue>false</ParameterValue></member>"
        + "<member><ParameterKey>Empty</ParameterKey><ParameterValue/></member>"
        + "</Parameters><Outputs>"
        + "<member><OutputKey>PageTopic</OutputKey><OutputValue>arn:page</OutputValue></member>"
        + "<member><OutputKey>TicketTopic</OutputKey><OutputValue>arn:ticket</OutputValue></member>"
        + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
  }

  @Override
  public void close() {
    http.close();
  }
}
