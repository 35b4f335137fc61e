package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.deployment.SamConfig;
import dev.understudy.testkit.junit.LeftOut;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The product as a user deploys it: {@code sam build} and {@code sam deploy} of the template to
 * LocalStack, which runs the functions in Lambda's own image, with a real MinIO as standby. Here
 * the queues and the bucket, which Terraform makes for a user, are made by the stack's own parts.
 *
 * <p>What the emulator cannot show: SnapStart, IAM (nothing is refused), concurrency limits, alarms
 * that go off, dashboards, and a canary deployment (CodeDeploy is not there).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployedIT {
  private static final String STACK = "understudy-test";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** The queues as the template wants them. */
  private static final StackTimings AS_DEPLOYED =
      StackTimings.of(Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofMinutes(30));

  private final ResourceStack open = new ResourceStack();
  private RealLocalStack aws;
  private StackQueues queue;
  private StoreAccess primary;
  private StoreAccess standby;
  private SamCli sam;
  private EmulatorCalls calls;
  private Map<String, String> parameters;

  @BeforeAll
  void deploy() {
    aws = open.add(LeftOut.ifMissing(RealLocalStack::startWhole));
    sam = SamCli.orLeaveOut(aws.endpoint());
    MinIOContainer minio = open.add(minio());
    StackConfig config = config(minio);
    queue = StackQueues.start(config, AS_DEPLOYED, 0, open, nothing -> {});
    SqsNotifications notifications = new SqsNotifications(queue.client(), queue.queues().changes());
    primary = StackStore.primary(config, 0, queue, notifications, open, nothing -> {}).access();
    standby = StackStore.standby(config, 0, open, nothing -> {}).access();
    calls = new EmulatorCalls(aws.endpoint());
    parameters = parameters(values(config, minio));
    sam.deploy(STACK, parameters);
  }

  @AfterAll
  void close() {
    open.close();
  }

  @Test
  @Order(1)
  void replicatesWhatIsWritten() {
    try (Writer writer = Writer.open(primary);
        BucketClient primaryClient = BucketClient.open(primary);
        BucketClient standbyClient = BucketClient.open(standby)) {
      ObjectHeaders headers =
          new ObjectHeaders("text/html", "no-cache", Map.of("author", "anonymous"));
      writer.write("site/index.html", ObjectContent.of("<h1>Deployed</h1>"), headers);
      writer.write("a b/ü.txt", ObjectContent.of("odd key"), headers);
      writer.write("large.bin", ObjectContent.of("0123456789abcdef".repeat(10 << 16)), headers);
      writer.write("short-lived.html", ObjectContent.of("soon gone"), headers);
      writer.tag("site/index.html", Map.of("stage", "first"));
      writer.delete("short-lived.html");

      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(
                          BucketComparison.of(primaryClient, standbyClient, progress -> {})
                              .differences())
                      .isEmpty());
      assertThat(standbyClient.keys()).contains("site/index.html", "a b/ü.txt", "large.bin");
    }
  }

  @Test
  @Order(2)
  void parksABadMessageWhileItsBatchGoesOn() {
    try (Writer writer = Writer.open(primary);
        BucketClient standbyClient = BucketClient.open(standby)) {
      queue
          .client()
          .sendMessage(
              r -> r.queueUrl(queue.queues().changes().url()).messageBody("no event at all"));
      writer.write(
          "good.html",
          ObjectContent.of("good"),
          new ObjectHeaders("text/html", "no-cache", Map.of()));

      await().atMost(TIMEOUT).until(() -> standbyClient.keys().contains("good.html"));
      Message parked = await().atMost(TIMEOUT).until(this::parked, Optional::isPresent).get();
      assertThat(parked.body()).isEqualTo("no event at all");
      assertThat(parked.messageAttributes().get("reason").stringValue())
          .isEqualTo("The body is not a JSON object");
    }
  }

  private Optional<Message> parked() {
    return queue
        .client()
        .receiveMessage(
            r -> r.queueUrl(queue.queues().deadLetter().url()).messageAttributeNames("All"))
        .messages()
        .stream()
        .findFirst();
  }

  @Test
  @Order(3)
  void repairsWhatSomebodyDeletedOnTheStandby() {
    try (LambdaClient lambda = lambda();
        BucketClient standbyClient = BucketClient.open(standby);
        S3Client s3 = standby.s3()) {
      s3.deleteObject(r -> r.bucket(standby.bucket()).key("site/index.html"));
      String name =
          lambda.listFunctions().functions().stream()
              .map(FunctionConfiguration::functionName)
              .filter(STACK.concat("-reconciler")::equals)
              .findFirst()
              .orElseThrow();
      // All objects are younger than the grace period, but must count as drift.
      lambda.updateFunctionConfiguration(
          r -> r.functionName(name).environment(e -> e.variables(impatient(lambda, name))));

      InvokeResponse answer =
          await()
              .atMost(TIMEOUT)
              .until(
                  () ->
                      lambda.invoke(
                          r -> r.functionName(name).payload(SdkBytes.fromUtf8String("{}"))),
                  invoked -> invoked.payload().asUtf8String().contains("\"missing\":1"));

      assertThat(answer.functionError()).isNull();
      await().atMost(TIMEOUT).until(() -> standbyClient.keys().contains("site/index.html"));
    }
  }

  @Test
  @Order(4)
  void tellsCloudWatchWhatTheProbeSaw() {
    try (LambdaClient lambda = lambda()) {
      InvokeResponse answer =
          lambda.invoke(
              r -> r.functionName(STACK + "-health-probe").payload(SdkBytes.fromUtf8String("{}")));
      assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
      assertThat(answer.payload().asUtf8String()).contains("\"verdict\"");
    }
    String metrics = "Action=ListMetrics&Namespace=Understudy&Version=2010-08-01";
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(calls.query("monitoring", metrics))
                    .contains("<MetricName>Verdict<", "<MetricName>HeartbeatLag<")
                    .contains("<MetricName>StandbyHealthy<", "<Value>primary<"));
  }

  private static Map<String, String> impatient(LambdaClient lambda, String function) {
    Map<String, String> variables =
        new HashMap<>(
            lambda
                .getFunctionConfiguration(r -> r.functionName(function))
                .environment()
                .variables());
    variables.put("GRACE_SECONDS", "0");
    return variables;
  }

  private LambdaClient lambda() {
    return LambdaClient.builder()
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(primary.keys().provider())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  @Test
  @Order(5)
  void changesNothingWhenItIsDeployedAgainAndLeavesNothingWhenItIsDeleted() {
    // CloudFormation itself would say that there is nothing to do; the emulator has an empty change
    // set.
    assertThat(sam.deploy(STACK, parameters))
        .contains("already exists")
        .doesNotContain("+ Add", "* Modify", "- Delete");

    sam.delete(STACK);

    try (LambdaClient lambda = lambda()) {
      assertThat(lambda.listFunctions().functions()).isEmpty();
      assertThat(lambda.listEventSourceMappings().eventSourceMappings()).isEmpty();
    }
    assertThat(calls.json("logs", "Logs_20140328.DescribeLogGroups", "{}"))
        .doesNotContain("/understudy/" + STACK);
    assertThat(calls.get("scheduler", "/schedules")).doesNotContain(STACK);
    assertThat(calls.query("iam", "Action=ListRoles&Version=2010-05-08")).doesNotContain(STACK);
    assertThat(calls.query("monitoring", "Action=DescribeAlarms&Version=2010-08-01"))
        .doesNotContain(STACK);
  }

  private static MinIOContainer minio() {
    String image =
        Optional.ofNullable(System.getenv("UNDERSTUDY_MINIO_IMAGE"))
            .filter(name -> !name.isBlank())
            .orElse("quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z");
    MinIOContainer minio =
        new MinIOContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("minio/minio"));
    minio.start();
    return minio;
  }

  private StackConfig config(MinIOContainer minio) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PRIMARY_ENDPOINT", aws.endpoint().toString());
    variables.put("SQS_ENDPOINT", aws.endpoint().toString());
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", RealLocalStack.accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", RealLocalStack.secretKey());
    variables.put("STANDBY_ENDPOINT", minio.getS3URL());
    variables.put("STANDBY_ACCESS_KEY", minio.getUserName());
    variables.put("STANDBY_SECRET_KEY", minio.getPassword());
    return StackConfig.of(new Environment(variables));
  }

  /** The address that the functions' containers reach. */
  private static URI reachable(MinIOContainer minio) {
    return URI.create(
        "http://%s:9000"
            .formatted(
                minio
                    .getContainerInfo()
                    .getNetworkSettings()
                    .getNetworks()
                    .values()
                    .iterator()
                    .next()
                    .getIpAddress()));
  }

  private String secret(StackConfig config, MinIOContainer minio) {
    URI endpoint = reachable(minio);
    try (SecretsManagerClient secrets =
        SecretsManagerClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.of(config.region()))
            .credentialsProvider(config.awsKeys().provider())
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      return secrets
          .createSecret(
              r ->
                  r.name("understudy")
                      .secretString(
                          ("{\"endpoint\":\"%s\",\"accessKey\":\"%s\",\"secretKey\":\"%s\","
                                  + "\"allowHttp\":\"true\"}")
                              .formatted(endpoint, minio.getUserName(), minio.getPassword())))
          .arn();
    }
  }

  /** What Terraform leaves in the Parameter Store for a user. */
  private Map<String, String> values(StackConfig config, MinIOContainer minio) {
    return Map.ofEntries(
        Map.entry(
            "standby-health-url",
            reachable(minio).resolve("/" + config.standbyBucket() + "/" + HealthObject.KEY) + ""),
        Map.entry("primary-bucket", config.primaryBucket()),
        Map.entry("primary-owner", "000000000000"),
        Map.entry("standby-bucket", config.standbyBucket()),
        Map.entry("standby-secret-arn", secret(config, minio)),
        Map.entry("changes-queue-arn", queue.queues().changes().arn()),
        Map.entry("changes-queue-url", queue.queues().changes().url()),
        Map.entry("repairs-queue-arn", queue.queues().repairs().arn()),
        Map.entry("repairs-queue-url", queue.queues().repairs().url()),
        Map.entry("dead-letter-queue-arn", queue.queues().deadLetter().arn()),
        Map.entry("dead-letter-queue-url", queue.queues().deadLetter().url()));
  }

  /** What samconfig.toml gives for dev, on the processor that emulators run on. */
  private Map<String, String> parameters(Map<String, String> values) {
    Map<String, String> given = SamConfig.read().parameterOverrides("dev");
    given.values().stream()
        .filter(name -> name.startsWith("/understudy/dev/"))
        .forEach(
            name ->
                calls.json(
                    "ssm",
                    "AmazonSSM.PutParameter",
                    "{\"Name\":\"%s\",\"Value\":\"%s\",\"Type\":\"String\"}"
                        .formatted(name, values.getOrDefault(name.replaceAll(".*/", ""), "none"))));
    given.put("Architecture", "x86_64");
    return given;
  }
}
