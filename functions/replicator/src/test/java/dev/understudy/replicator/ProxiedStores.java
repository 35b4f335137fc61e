package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.net.ConnectionBehaviour;
import dev.understudy.emulators.net.TcpProxy;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The function as Lambda calls it, with an emulated primary, any standby, and a proxy in front of
 * the standby that can break connections.
 */
@ExtendWith(Canary.class)
abstract class ProxiedStores {
  private static final String NOBODY = "http://127.0.0.1:9";
  protected static final String DONE = "{\"batchItemFailures\":[]}";
  protected static final String FAILED = "{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}";

  /** Enough for everything except a silent connection. */
  private static final int SOME_SECONDS = 5_000;

  /** For calls that must succeed: they do not wait for anything, but the machine may be busy. */
  private static final int HALF_A_MINUTE = 30_000;

  protected final AtomicReference<Fault> primaryFault = new AtomicReference<>(Fault.NONE);

  /** The faults of the next GETs of the primary, one each; {@link #primaryFault} follows. */
  protected final Queue<Fault> nextPrimaryFaults = new ConcurrentLinkedQueue<>();

  private final S3Endpoint primary =
      S3Endpoint.builder()
          .quirks(primaryQuirks())
          .credentials("ak", "sk")
          .faults(
              (operation, bucket, key) ->
                  operation.equals("GetObject") ? nextPrimaryFault() : Fault.NONE)
          .start();
  protected final S3Client writer = client(primary.uri(), "ak", "sk");
  protected StandbyUnderTest standby;
  protected S3Client reader;
  protected TcpProxy wire;
  private ReplicatorHandler handler;

  /** How the primary behaves; as Amazon S3 by default. Called before the subclass has fields. */
  protected Quirks primaryQuirks() {
    return Quirks.S3;
  }

  /** The standby of the next test. */
  protected abstract StandbyUnderTest startStandby();

  private Fault nextPrimaryFault() {
    return Optional.ofNullable(nextPrimaryFaults.poll()).orElse(primaryFault.get());
  }

  @BeforeEach
  void connect() {
    primary.createBucket("primary", true);
    standby = startStandby();
    reader = standby.client();
    wire = TcpProxy.to(standby.uri());
    configure(Map.of());
    warm();
  }

  /** The function with further variables, in a new environment. */
  protected void configure(Map<String, String> variables) {
    Map<String, String> environment = environment();
    environment.putAll(variables);
    handler = new ReplicatorHandler(environment);
  }

  /**
   * Writes an object with a header in UTF-8, as browsers and scripts do with a presigned URL. The
   * SDK for Java signs other bytes than it sends.
   */
  protected void writeWithHeader(String key, String header, String value) {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(primary.uri())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("ak", "sk")))
            .build()) {
      URL url =
          presigner
              .presignPutObject(
                  p ->
                      p.signatureDuration(Duration.ofMinutes(1))
                          .putObjectRequest(r -> r.bucket("primary").key(key)))
              .url();
      String request =
          "PUT %s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
              .formatted(url.getFile(), url.getAuthority(), header, value);
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.getOutputStream().write(request.getBytes(UTF_8));
        String response = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertThat(response).startsWith("HTTP/1.1 200 ");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the check of the standby run first, so that only later calls meet the faults. */
  private void warm() {
    write("warm", "up");
    assertThat(callPatiently("warm")).isEqualTo(DONE);
  }

  @AfterEach
  void disconnect() {
    wire.close();
    reader.close();
    writer.close();
    primary.close();
    standby.end().run();
  }

  /** Affects new connections only. */
  protected void faulty(ConnectionBehaviour how) {
    wire.wires(() -> how);
    wire.resetAll();
  }

  protected void staysAt(String key, Optional<String> content) {
    for (int look = 0; look < 20; look++) {
      assertThat(replica(key)).isEqualTo(content);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** The function's result for a hint of the key, within seconds. */
  protected String call(String key) {
    return call(key, SOME_SECONDS);
  }

  /** As {@link #call}, for a call that succeeds however busy the machine is. */
  protected String callPatiently(String key) {
    return call(key, HALF_A_MINUTE);
  }

  private String call(String key, int millis) {
    return callWith(sqs(hint(key)), millis);
  }

  /** The function's result for this event, within seconds. */
  protected String callWith(String event) {
    return callWith(event, SOME_SECONDS);
  }

  private String callWith(String event, int millis) {
    try {
      return invoke(handler, event, millis);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  protected void write(String key, String content) {
    writer.putObject(r -> r.bucket("primary").key(key), RequestBody.fromString(content));
  }

  protected Optional<String> replica(String key) {
    try {
      return Optional.of(
          reader.getObjectAsBytes(r -> r.bucket(standby.bucket()).key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "ak");
    environment.put("AWS_SECRET_ACCESS_KEY", "sk");
    environment.put("PRIMARY_BUCKET", "primary");
    environment.put("PRIMARY_ENDPOINT", primary.uri().toString());
    environment.put("STANDBY_BUCKET", standby.bucket());
    environment.put("STANDBY_ENDPOINT", wire.uri().toString());
    environment.put("STANDBY_ACCESS_KEY", standby.accessKey());
    environment.put("STANDBY_SECRET_KEY", standby.secretKey());
    standby.authority().ifPresent(trusted -> environment.put("STANDBY_CA_PEM", trusted.caPem()));
    environment.put("CHANGES_QUEUE_URL", NOBODY + "/changes");
    environment.put("DEAD_LETTER_QUEUE_URL", NOBODY + "/dead-letter");
    environment.put("SQS_ENDPOINT", NOBODY);
    environment.put("DEADLINE_GUARD_SECONDS", "2");
    return environment;
  }

  protected static S3Client client(URI endpoint, String accessKey, String secretKey) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .build();
  }
}
