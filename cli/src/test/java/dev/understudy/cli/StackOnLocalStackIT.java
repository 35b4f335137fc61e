package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.testkit.junit.LeftOut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Commands that find their installation by --stack, as processes of their own. CloudFormation has
 * created the stack on LocalStack. Lambda runs functions that return what a variable says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackOnLocalStackIT {
  private static final String STACK = "understudy-test";
  private static final String SECRET = "secret-canary";

  @TempDir private static Path folder;

  private final S3Endpoint standby =
      S3Endpoint.builder().quirks(Quirks.MINIO).credentials("replicator", SECRET).start();
  private RealLocalStack aws;
  private LambdaClient lambda;
  private LambdaAliases aliases;

  @BeforeAll
  void deploy() throws IOException {
    aws = LeftOut.ifMissing(RealLocalStack::startWhole);
    standby.createBucket("assets-standby", true);
    try (S3Client s3 = client(S3Client.builder().forcePathStyle(true))) {
      s3.createBucket(r -> r.bucket("code"));
      s3.putObject(r -> r.bucket("code").key("function.jar"), RequestBody.fromBytes(jar()));
    }
    create("understudy-wiring", "wiring.yaml", Map.of("SecretJson", secretJson()));
    create(STACK, "stack.yaml", Map.of());
    lambda = client(LambdaClient.builder());
    aliases = new LambdaAliases(aws.endpoint(), lambda);
  }

  @AfterAll
  void stop() {
    standby.close();
    if (aliases != null) {
      aliases.close();
      lambda.close();
    }
    if (aws != null) {
      aws.close();
    }
  }

  private String secretJson() {
    return Json.compact(
        Map.of(
            "endpoint", standby.uri().toString(), "accessKey", "replicator", "secretKey", SECRET));
  }

  private void create(String name, String template, Map<String, String> parameters)
      throws IOException {
    List<Parameter> given =
        parameters.entrySet().stream()
            .map(
                one ->
                    Parameter.builder()
                        .parameterKey(one.getKey())
                        .parameterValue(one.getValue())
                        .build())
            .toList();
    String body = new String(resource("/stack/" + template), UTF_8);
    try (CloudFormationClient client = client(CloudFormationClient.builder())) {
      client.createStack(
          r ->
              r.stackName(name)
                  .templateBody(body)
                  .parameters(given)
                  .capabilities(Capability.CAPABILITY_IAM));
      client.waiter().waitUntilStackCreateComplete(r -> r.stackName(name));
    }
  }

  private static byte[] jar() throws IOException {
    String name = SmallFunction.class.getName().replace('.', '/') + ".class";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry(name));
      jar.write(resource("/" + name));
    }
    return bytes.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = StackOnLocalStackIT.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static Map<String, String> credentials() {
    return Map.of(
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", RealLocalStack.accessKey(),
        "AWS_SECRET_ACCESS_KEY", RealLocalStack.secretKey());
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    AwsAccess access = AwsAccess.of(new Environment(credentials()));
    return builder
        .endpointOverride(aws.endpoint())
        .region(access.region())
        .credentialsProvider(access.credentials())
        .build();
  }

  /** The variables name the endpoint of all services of AWS, and nothing of the installation. */
  private StackFixture.Ran understudy(String... arguments) throws Exception {
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder = CommandProcess.interruptible(arguments).redirectError(errors.toFile());
    builder.command().addAll(List.of("--stack=" + STACK, "--json"));
    builder.environment().put("AWS_ENDPOINT_URL", aws.endpoint().toString());
    builder.environment().put("AWS_ENDPOINT_URL_LAMBDA", aliases.uri().toString());
    builder.environment().putAll(credentials());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    StackFixture.Ran ran = new StackFixture.Ran(process.waitFor(), out, Files.readString(errors));
    assertThat(ran.out() + ran.err()).doesNotContain(SECRET);
    return ran;
  }

  /** LocalStack has no percentiles, so the part of CloudWatch is checked below. */
  @Test
  void theStatusHasTheVerdictTheQueuesAndTheStandby() throws Exception {
    StackFixture.Ran ran = understudy("status");

    assertThat(ran.json())
        .extractingByKey("health", MAP)
        .containsEntry("verdict", "Healthy")
        .containsEntry("heartbeatLagSeconds", 0.5);
    assertThat(ran.json())
        .extractingByKey("queues", MAP)
        .containsOnly(entry("changes", 0), entry("repairs", 0), entry("deadLetter", 0));
    assertThat(ran.json()).extractingByKey("reconciler", MAP).containsEntry("lastProof", "none");
  }

  @Test
  void findsTheAlarmsOfTheStackThatAreOn() {
    Map<String, String> variables = new TreeMap<>(StackSettingsTest.DEPLOYED);
    variables.putAll(credentials());
    variables.put("CLOUDWATCH_ENDPOINT", aws.endpoint().toString());
    try (CloudWatchClient cloudWatch = client(CloudWatchClient.builder());
        StackMetrics metrics = new StackMetrics(Installation.of(variables, Optional.of(STACK)))) {
      cloudWatch.setAlarmState(
          r ->
              r.alarmName(STACK + "-HeartbeatLate")
                  .stateValue(StateValue.ALARM)
                  .stateReason("a test"));

      assertThat(metrics.alarms())
          .extracting(StackMetrics.Alarm::name)
          .containsExactly(STACK + "-HeartbeatLate");
    }
  }

  @Test
  void reconcileInvokesTheLiveVersion() throws Exception {
    StackFixture.Ran ran = understudy("reconcile");

    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.json()).containsEntry("keys", 7).containsEntry("missing", 1);
  }

  @Test
  void freshnessReadsTheSecretThatTheStackNames() throws Exception {
    StackFixture.Ran ran = understudy("freshness");

    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.out()).contains("the reconciler has no proof of equality");
  }
}
