package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A promotion of a deployed stack. CloudFormation and Lambda are stand-ins. */
class PromoteCommandTest {
  private static final String OLD_RELEASE = "0123456789abcdef";

  private final S3Endpoint standby =
      S3Endpoint.builder().quirks(Quirks.MINIO).credentials("replicator", "secret").start();
  private final HttpEndpoint lambda =
      HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> lambda());
  private final HttpEndpoint cloudFormation =
      HttpEndpoint.start(ListenAddress.LOOPBACK, 0, call -> cloudFormation(call));
  private final Map<String, String> given = new TreeMap<>();
  private String status = "UPDATE_COMPLETE";
  private String parameter = "false";
  private String running = "false";
  private boolean stale;
  private boolean refused;

  @BeforeEach
  void start() {
    standby.createBucket("assets-standby", true);
    standby.disable("replicator");
  }

  @AfterEach
  void stop() {
    standby.close();
    lambda.close();
    cloudFormation.close();
  }

  private StackFixture.Ran promote(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "promote",
                "--json",
                "--stack=prod",
                "--set=LAMBDA_ENDPOINT=" + lambda.uri(),
                "--set=CLOUDFORMATION_ENDPOINT=" + cloudFormation.uri()));
    all.addAll(List.of(more));
    return StackFixture.run(StackSettingsTest.PROCESS, all.toArray(String[]::new));
  }

  @Test
  void changesNothingButThePromotionAndPublishesAtOnce() {
    StackFixture.Ran ran = promote("--yes");

    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.OK);
    assertThat(given)
        .containsEntry("PrimaryBucket", "previous")
        .containsEntry("PageHttpsEndpoint", "previous")
        .containsEntry("Deployment", "AllAtOnce")
        .containsEntry("Promoted", "true");
    assertThat(given.get("Release")).matches("[0-9a-f]{16}").isNotEqualTo(OLD_RELEASE);
    assertThat(ran.out()).contains("\"prod-reconciler:live\" : \"true\"");
  }

  @Test
  void isUndoneWhenTheStandbyAcceptsTheReplicator() {
    parameter = "true";
    running = "true";
    StackFixture.Ran locked = promote("--undo", "--yes");
    standby.allow("replicator", "secret");
    StackFixture.Ran undone = promote("--undo", "--yes");

    assertThat(locked.code()).isEqualTo(ExitCode.FINDING);
    assertThat(locked.out()).contains("understudy-bootstrap --demote");
    assertThat(undone.code()).as(undone.err()).isEqualTo(ExitCode.OK);
    assertThat(given).containsEntry("Promoted", "false");
  }

  @Test
  void theFenceComesFirst() {
    standby.allow("replicator", "secret");

    StackFixture.Ran ran = promote("--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.out()).contains("accepts", "understudy-bootstrap --promote");
    assertThat(given).isEmpty();
    assertThat(promote("--yes", "--without-fence").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void needsAConfirmation() {
    StackFixture.Ran ran = promote();

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("--yes", "Promoted=true", "prod");
    assertThat(given).isEmpty();
  }

  @Test
  void aRepetitionChangesNothing() {
    parameter = "true";
    running = "true";

    assertThat(promote("--yes").code()).isEqualTo(ExitCode.OK);
    assertThat(given).isEmpty();
  }

  @Test
  void waitsForTheUpdateOfACommandThatWasStopped() {
    status = "UPDATE_IN_PROGRESS";
    parameter = "true";

    StackFixture.Ran ran = promote("--yes");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(given).isEmpty();
  }

  @Test
  void doesNotInterfereWithAnotherUpdate() {
    status = "UPDATE_IN_PROGRESS";

    StackFixture.Ran ran = promote("--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("cancel-update-stack --stack-name prod");
  }

  @Test
  void saysThatAVersionWithTheOldSettingIsStillLive() {
    stale = true;

    StackFixture.Ran ran = promote("--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.out()).contains("\"prod-replicator:live\" : \"false\"");
  }

  @Test
  void asksForTheFenceWhileCloudFormationDoesNotAnswer() {
    refused = true;

    StackFixture.Ran ran = promote("--yes");

    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.err()).contains("Leave the fence as it is");
  }

  private HttpAnswer lambda() {
    Map<String, String> variables = new TreeMap<>(StackSettingsTest.DEPLOYED);
    variables.remove("STANDBY_SECRET_ID");
    variables.put("STANDBY_ENDPOINT", standby.uri().toString());
    variables.put("STANDBY_ACCESS_KEY", "replicator");
    variables.put("STANDBY_SECRET_KEY", "secret");
    variables.put("PROMOTED", running);
    try {
      return HttpAnswer.json(
          200, JSON.std.asString(Map.of("Environment", Map.of("Variables", variables))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpAnswer cloudFormation(HttpCall call) {
    Map<String, String> form = form(call);
    if (refused) {
      return xml(400, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>");
    }
    if ("UpdateStack".equals(form.get("Action"))) {
      update(form);
      return xml(200, "<UpdateStackResponse><UpdateStackResult/></UpdateStackResponse>");
    }
    String answer = stack();
    // The first answer is for the command; the second one for the waiter.
    if (status.equals("UPDATE_IN_PROGRESS")) {
      status = "UPDATE_COMPLETE";
      running = parameter;
    }
    return xml(200, answer);
  }

  private void update(Map<String, String> form) {
    assertThat(form)
        .containsEntry("UsePreviousTemplate", "true")
        .containsEntry("StackName", "prod")
        .containsEntry("Capabilities.member.1", "CAPABILITY_IAM");
    for (int i = 1; form.containsKey("Parameters.member.%d.ParameterKey".formatted(i)); i++) {
      String member = "Parameters.member.%d.".formatted(i);
      given.put(
          form.get(member + "ParameterKey"),
          form.getOrDefault(member + "ParameterValue", "previous"));
    }
    running = stale ? running : given.get("Promoted");
  }

  private String stack() {
    return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member>"
        + "<StackName>prod</StackName><StackStatus>%s</StackStatus><Parameters>".formatted(status)
        + member("PrimaryBucket", "/understudy/prod/primary-bucket")
        + member("Promoted", parameter)
        + member("PageHttpsEndpoint", "****")
        + member("Deployment", "Canary10Percent5Minutes")
        + member("Release", OLD_RELEASE)
        + "</Parameters></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
  }

  private static String member(String name, String value) {
    return "<member><ParameterKey>%s</ParameterKey><ParameterValue>%s</ParameterValue></member>"
        .formatted(name, value);
  }

  static HttpAnswer xml(int status, String text) {
    return HttpAnswer.of(status, "text/xml", text.getBytes(UTF_8));
  }

  static Map<String, String> form(HttpCall call) {
    return Stream.of(call.text().split("&"))
        .map(field -> field.split("=", 2))
        .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
  }
}
