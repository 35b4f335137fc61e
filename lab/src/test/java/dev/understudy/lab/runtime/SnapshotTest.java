package dev.understudy.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.core.sync.RequestBody.fromString;

import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.queue.TestQueues;
import dev.understudy.lab.stack.AccessKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The packaged replicator through Lambda's snapshot, under Lambda's own runtime client: started,
 * frozen, restored. Both stores speak TLS.
 */
class SnapshotTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final AccessKeys KEYS = AccessKeys.of("access", "secret-key");

  @TempDir private Path work;
  private final AtomicInteger secretsRead = new AtomicInteger();
  private TestAuthority authority;
  private TestQueues queues;
  private S3Endpoint primary;
  private S3Endpoint standby;
  private HttpEndpoint secrets;

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority(work);
    queues = new TestQueues(Duration.ofMinutes(1), 100);
    primary = server(Quirks.S3, "primary");
    standby = server(Quirks.MINIO, "standby");
    secrets = HttpEndpoint.start(0, call -> secret());
    trustStore();
  }

  @AfterEach
  void stop() {
    secrets.close();
    primary.close();
    standby.close();
    queues.close();
  }

  @Test
  void leavesTheFirstEventHardlyAClassToLoad() throws IOException {
    long cold = classesOfTheFirstEvent("on-demand");
    long restored = classesOfTheFirstEvent("snap-start");

    System.out.printf(
        "classes loaded by the first event: %d after a start, %d after a restore%n",
        cold, restored);
    assertThat(cold).isGreaterThan(500);
    assertThat(restored).isLessThan(cold / 5);
  }

  @Test
  void holdsNoSecretAndNoConnectionAndMakesBothAnew() throws IOException {
    write("site/index.html");
    try (RuntimeInterfaceClient function = function("snap-start")) {
      function.awaitFrozen(TIMEOUT);

      assertThat(secretsRead).as("reads of the secret").hasValue(0);
      // Whoever holds no socket to a server holds no connection. The first is the runtime's own.
      await()
          .untilAsserted(
              () -> assertThat(sockets(function.process().pid())).hasSizeLessThanOrEqualTo(1));
      assertThat(keys()).isEmpty();

      function.thaw();
      RuntimeApi.Outcome outcome = function.invoke(hint("site/index.html"), TIMEOUT);

      assertThat(outcome.payload()).as(function.output()).isEqualTo("{\"batchItemFailures\":[]}");
      assertThat(secretsRead).hasValue(1);
      assertThat(keys()).contains("site/index.html");
      assertThat(function.output())
          .doesNotContain(KEYS.secretKey(), "The warmup failed")
          .as("the warmup makes no metrics")
          .doesNotContain("\"PrimaryBucket\":\"warmup-primary\",\"_aws\"");
      assertThat(function.output().lines().filter(line -> line.contains("warmup-primary")))
          .isNotEmpty()
          .noneMatch(line -> line.contains("_aws"));
    }
  }

  private long classesOfTheFirstEvent(String initialization) throws IOException {
    write("first-" + initialization);
    Path loaded = work.resolve("classes-" + initialization);
    try (RuntimeInterfaceClient function =
        function(initialization, "-Xlog:class+load:file=" + loaded + "::filecount=0")) {
      if (initialization.equals("snap-start")) {
        function.awaitFrozen(TIMEOUT);
        function.thaw();
      }
      long before = stable(loaded);
      RuntimeApi.Outcome outcome = function.invoke(hint("first-" + initialization), TIMEOUT);
      assertThat(outcome.payload()).as(function.output()).isEqualTo("{\"batchItemFailures\":[]}");
      return lines(loaded) - before;
    }
  }

  /** The lines once no more come: the function waits for its first event. */
  private static long stable(Path file) {
    long[] last = {-1};
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(TIMEOUT)
        .until(
            () -> {
              long now = Files.exists(file) ? lines(file) : 0;
              boolean same = now > 1000 && now == last[0];
              last[0] = now;
              return same;
            });
    return last[0];
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  /** The sockets that a process holds. */
  private static List<String> sockets(long pid) throws IOException {
    List<String> sockets = new ArrayList<>();
    Path descriptors = Path.of("/proc", Long.toString(pid), "fd");
    assertThat(descriptors).as("this test reads Linux's /proc").isDirectory();
    List<String> tcp = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      tcp.addAll(Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table)));
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      for (Path descriptor : open.toList()) {
        String target = Files.readSymbolicLink(descriptor).toString();
        String inode = target.replaceAll("\\D", "");
        if (target.startsWith("socket:")) {
          tcp.stream().filter(line -> line.contains(" " + inode + " ")).forEach(sockets::add);
        }
      }
    }
    return sockets;
  }

  private RuntimeInterfaceClient function(String initialization, String... more)
      throws IOException {
    Map<String, String> environment =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", initialization),
                Map.entry("AWS_ACCESS_KEY_ID", KEYS.accessKey()),
                Map.entry("AWS_SECRET_ACCESS_KEY", KEYS.secretKey()),
                Map.entry("PRIMARY_ENDPOINT", primary.uri().toString()),
                Map.entry("PRIMARY_BUCKET", "primary"),
                Map.entry("STANDBY_SECRET_ID", "understudy"),
                Map.entry("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.uri().toString()),
                Map.entry("STANDBY_BUCKET", "standby"),
                Map.entry("SQS_ENDPOINT", queues.endpoint().toString()),
                Map.entry("CHANGES_QUEUE_URL", queues.queues().changes().url()),
                Map.entry("DEAD_LETTER_QUEUE_URL", queues.queues().deadLetter().url())));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                // As Lambda's own start command says where its side of the hooks is.
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-Djavax.net.ssl.trustStore=" + work.resolve("trusted"),
                "-Djavax.net.ssl.trustStorePassword=changeit"));
    arguments.addAll(List.of(more));
    return RuntimeInterfaceClient.start(
        PackagedReplicatorTest.packaged(),
        PackagedReplicatorTest.HANDLER,
        environment,
        arguments.toArray(String[]::new));
  }

  /** What Secrets Manager answers. */
  private HttpAnswer secret() {
    secretsRead.incrementAndGet();
    String value =
        "{\\\"endpoint\\\":\\\"%s\\\",\\\"accessKey\\\":\\\"%s\\\",\\\"secretKey\\\":\\\"%s\\\"}"
            .formatted(standby.uri(), KEYS.accessKey(), KEYS.secretKey());
    return HttpAnswer.json(200, "{\"Name\":\"understudy\",\"SecretString\":\"" + value + "\"}");
  }

  private void write(String key) {
    try (S3Client s3 = client(primary)) {
      s3.putObject(r -> r.bucket("primary").key(key).contentType("text/html"), fromString(key));
    }
  }

  /** What is on the standby. */
  private List<String> keys() {
    try (S3Client s3 = client(standby)) {
      return s3.listObjectsV2(r -> r.bucket("standby")).contents().stream()
          .map(S3Object::key)
          .toList();
    }
  }

  private S3Client client(S3Endpoint server) {
    return S3Client.builder()
        .endpointOverride(server.uri())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(KEYS.accessKey(), KEYS.secretKey())))
        .httpClientBuilder(
            Apache5HttpClient.builder().tlsTrustManagersProvider(authority::trustManagers))
        .build();
  }

  private static String hint(String key) {
    return """
    {"Records":[{"messageId":"m","receiptHandle":"r",
      "body":"{\\"bucket\\":\\"primary\\",\\"key\\":\\"%s\\"}",
      "attributes":{"ApproximateReceiveCount":"1"}}]}
    """
        .formatted(key);
  }

  private S3Endpoint server(Quirks quirks, String bucket) {
    S3Endpoint server =
        S3Endpoint.builder()
            .quirks(quirks)
            .tls(authority.server("127.0.0.1").serverContext(), false)
            .credentials(KEYS.accessKey(), KEYS.secretKey())
            .start();
    server.createBucket(bucket, true);
    return server;
  }

  private void trustStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    X509TrustManager manager = (X509TrustManager) authority.trustManagers()[0];
    store.setCertificateEntry("test", manager.getAcceptedIssuers()[0]);
    try (OutputStream out = Files.newOutputStream(work.resolve("trusted"))) {
      store.store(out, "changeit".toCharArray());
    }
  }
}
