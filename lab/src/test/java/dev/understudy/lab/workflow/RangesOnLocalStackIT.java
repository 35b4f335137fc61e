package dev.understudy.lab.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.testkit.junit.LeftOut;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The deployed definition in LocalStack's Step Functions. The function is mocked. LocalStack mocks
 * no task inside a Distributed Map, and such a map succeeds whatever its items do; the items are
 * therefore tested in an inline one.
 */
class RangesOnLocalStackIT {
  private static final String MOCKS =
      """
      {"StateMachines": {
         "distributed": {"TestCases": {
          "complete": {"Plan": "NoRanges", "Join": "OnceMore"},
          "beside": {"ListExecutions": "Two"}}},
         "inline": {"TestCases": {
          "complete": {"Plan": "Plan", "CompareRange": "OnceMoreAndFailing", "Join": "OnceMore"},
          "failing": {"Plan": "Plan", "CompareRange": "Failing", "Join": "OnceMore"}}}},
       "MockedResponses": {
          "Plan": {"0": {"Return": {"StatusCode": 200, "Payload": {"pass": "p", "complete": false,
              "ranges": [{"pass": "p", "range": 0}, {"pass": "p", "range": 1}]}}}},
          "NoRanges": {"0": {"Return": {"StatusCode": 200, "Payload": {"pass": "p", "ranges": []}}}},
          "OnceMoreAndFailing": {
              "0": {"Return": {"StatusCode": 200, "Payload": {"complete": false}}},
              "1": {"Throw": {"Error": "java.lang.IllegalStateException", "Cause": "503"}},
              "2-9": {"Return": {"StatusCode": 200, "Payload": {"complete": true, "keys": 5}}}},
          "Failing": {"0-20": {"Throw": {"Error": "java.lang.IllegalStateException", "Cause": "503"}}},
          "OnceMore": {
              "0": {"Return": {"StatusCode": 200, "Payload": {"complete": false}}},
              "1-9": {"Return": {"StatusCode": 200, "Payload": {"complete": true}}}},
          "Two": {"0": {"Return": {"Executions": [{}, {}]}}}}}
      """;

  private static final JsonMapper JSON = new JsonMapper();

  private static RealLocalStack aws;

  @BeforeAll
  static void create() throws Exception {
    aws = LeftOut.ifMissing(() -> RealLocalStack.startStepFunctions(MOCKS));
    String definition =
        RangedPasses.definitionText()
            .replace(
                "${ReconcilerFunctionArn}",
                "arn:aws:lambda:us-east-1:000000000000:function:reconciler")
            // Half a minute between attempts is for stores that have failed.
            .replaceAll("\"(IntervalSeconds|BackoffRate|Seconds)\": \\d+", "\"$1\": 1");
    create("distributed", definition);
    create(
        "inline",
        definition.replaceFirst(
            "\"DISTRIBUTED\", *\"ExecutionType\": *\"STANDARD\"", "\"INLINE\""));
  }

  private static void create(String name, String definition) throws Exception {
    call(
        "CreateStateMachine",
        Map.of(
            "name", name, "definition", definition, "roleArn", "arn:aws:iam::000000000000:role/r"));
  }

  @AfterAll
  static void stop() {
    if (aws != null) {
      aws.close();
    }
  }

  @Test
  void runsUntilTheJoinIsComplete() throws Exception {
    JsonNode execution = execute("inline#complete");

    assertThat(execution.get("status").asText()).as(execution.toString()).isEqualTo("SUCCEEDED");
    assertThat(JSON.readTree(execution.get("output").asText()))
        .isEqualTo(
            JSON.readTree(
                """
                {"pass": "p", "answer": {"complete": true},
                 "ranges": [{"pass": "p", "range": 0}, {"pass": "p", "range": 1}]}
                """));
    assertThat(statesOf(execution))
        .containsSubsequence(
            "CompareRange", "WaitForRange", "CompareRange", "RangeIsComplete", "Join")
        .endsWith("WaitForJoin", "Join", "IsPassComplete", "PassIsComplete");
  }

  @Test
  void isAcceptedWithItsDistributedMap() throws Exception {
    JsonNode execution = execute("distributed#complete");

    assertThat(execution.get("status").asText()).as(execution.toString()).isEqualTo("SUCCEEDED");
    assertThat(statesOf(execution)).containsSubsequence("CompareRanges", "Join", "PassIsComplete");
  }

  @Test
  void failsWhereARangeFailsForever() throws Exception {
    JsonNode execution = execute("inline#failing");

    assertThat(execution.get("status").asText()).isEqualTo("FAILED");
    assertThat(statesOf(execution)).doesNotContain("Join");
  }

  @Test
  void runsNoPassBesideAnother() throws Exception {
    JsonNode execution = execute("distributed#beside");

    assertThat(execution.get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(statesOf(execution))
        .containsExactly("ListExecutions", "IsAnotherRunning", "AnotherIsRunning");
  }

  private static JsonNode execute(String testCase) throws Exception {
    Map<String, ?> start =
        Map.of(
            "stateMachineArn",
            "arn:aws:states:us-east-1:000000000000:stateMachine:" + testCase,
            "input",
            "{\"ranges\":2}");
    Map<String, ?> execution =
        Map.of("executionArn", call("StartExecution", start).get("executionArn").asText());
    JsonNode described = call("DescribeExecution", execution);
    long end = System.nanoTime() + 120_000_000_000L;
    while (described.get("status").asText().equals("RUNNING") && System.nanoTime() < end) {
      Thread.sleep(200);
      described = call("DescribeExecution", execution);
    }
    return described;
  }

  private static List<String> statesOf(JsonNode execution) throws Exception {
    Map<String, ?> named = Map.of("executionArn", execution.get("executionArn").asText());
    return call("GetExecutionHistory", named)
        .get("events")
        .findValues("stateEnteredEventDetails")
        .stream()
        .map(entered -> entered.get("name").asText())
        .toList();
  }

  /** LocalStack verifies no signature; it takes the service and region from the header. */
  private static JsonNode call(String operation, Map<String, ?> body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(aws.endpoint())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AWSStepFunctions." + operation)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0"
                    .formatted(RealLocalStack.accessKey()))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
