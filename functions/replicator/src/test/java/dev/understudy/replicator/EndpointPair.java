package dev.understudy.replicator;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The function with a primary and a standby on real sockets, either of which may fail. */
abstract class EndpointPair {
  private static final String NOBODY = "http://127.0.0.1:9";

  protected final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
  private final AtomicReference<String> faultyOperation = new AtomicReference<>("");
  protected final AtomicReference<Fault> primaryFault = new AtomicReference<>(Fault.NONE);
  protected final S3Endpoint primary =
      S3Endpoint.builder()
          .credentials("ak", "sk")
          .faults(
              (operation, bucket, key) ->
                  operation.equals("GetObject") ? primaryFault.get() : Fault.NONE)
          .start();
  protected S3Endpoint standby = standby().start();
  protected final S3Client writer = client(primary.uri());

  EndpointPair() {
    primary.createBucket("primary", true);
    standby.createBucket("standby", true);
  }

  protected S3Endpoint.Builder standby() {
    return S3Endpoint.builder()
        .quirks(Quirks.MINIO)
        .credentials("sak", "ssk")
        .faults(
            (operation, bucket, key) ->
                key.startsWith(ReservedKeys.UNDERSTUDY) || !operation.equals(faultyOperation.get())
                    ? Fault.NONE
                    : fault.get());
  }

  @AfterEach
  void close() {
    writer.close();
    primary.close();
    standby.close();
  }

  /** Makes this operation of the standby fail, except for Understudy's own keys. */
  protected void failing(String operation, Fault what) {
    fault.set(what);
    faultyOperation.set(operation);
  }

  protected ReplicatorHandler handler(Map<String, String> more) {
    return new ReplicatorHandler(environment(more));
  }

  protected Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "ak");
    environment.put("AWS_SECRET_ACCESS_KEY", "sk");
    environment.put("PRIMARY_BUCKET", "primary");
    environment.put("PRIMARY_ENDPOINT", primary.uri().toString());
    environment.put("STANDBY_BUCKET", "standby");
    environment.put("STANDBY_ENDPOINT", standby.uri().toString());
    environment.put("STANDBY_ACCESS_KEY", "sak");
    environment.put("STANDBY_SECRET_KEY", "ssk");
    environment.put("CHANGES_QUEUE_URL", NOBODY + "/changes");
    environment.put("DEAD_LETTER_QUEUE_URL", NOBODY + "/dead-letter");
    environment.put("SQS_ENDPOINT", NOBODY);
    environment.putAll(more);
    return environment;
  }

  protected void write(String key, String content) {
    writer.putObject(r -> r.bucket("primary").key(key), RequestBody.fromString(content));
  }

  protected Optional<String> replica(String key) {
    try (S3Client reader = client(standby.uri(), "sak", "ssk")) {
      return Optional.of(reader.getObjectAsBytes(r -> r.bucket("standby").key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  protected static S3Client client(URI endpoint) {
    return client(endpoint, "ak", "sk");
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
