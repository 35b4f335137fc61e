package dev.understudy.lab.stack;

import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.http.ListenAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The primary or the standby of the stack.
 *
 * @param embedded the embedded server, if there is one
 */
record StackStore(StoreAccess access, Optional<S3Endpoint> embedded) {
  /**
   * Starts or prepares the primary, whose event notification goes to the changes queue.
   *
   * @param notifications of an embedded primary
   */
  static StackStore primary(
      StackConfig config,
      int port,
      StackQueues queue,
      SqsNotifications notifications,
      ResourceStack resources,
      Consumer<String> announce) {
    Optional<S3Endpoint> embedded =
        start(
            config.primaryEndpoint(),
            S3Endpoint.builder().quirks(Quirks.S3).notifications(notifications),
            config.listenAddress(),
            port,
            config.awsKeys(),
            resources);
    StoreAccess access = config.primary(embedded.map(S3Endpoint::uri));
    Optional<SqsClient> policyClient =
        embedded.isPresent() ? Optional.empty() : Optional.of(queue.client());
    prepare(
        new StackServer("PRIMARY_ENDPOINT", "AWS_ACCESS_KEY_ID", access.endpoint()),
        access,
        announce,
        HealthObject.OF_PRIMARY,
        new EventWiring(queue.queues().changes(), policyClient));
    return new StackStore(access, embedded);
  }

  /** Starts or prepares the standby, which has no event notification. */
  static StackStore standby(
      StackConfig config, int port, ResourceStack resources, Consumer<String> announce) {
    Optional<S3Endpoint> embedded =
        start(
            config.standbyEndpoint(),
            S3Endpoint.builder().quirks(Quirks.MINIO),
            config.listenAddress(),
            port,
            config.standbyKeys(),
            resources);
    StoreAccess access = config.standby(embedded.map(S3Endpoint::uri));
    prepare(
        new StackServer("STANDBY_ENDPOINT", "STANDBY_ACCESS_KEY", access.endpoint()),
        access,
        announce,
        HealthObject.OF_STANDBY,
        (s3, bucket, announced) -> {});
    return new StackStore(access, embedded);
  }

  private static Optional<S3Endpoint> start(
      Optional<URI> real,
      S3Endpoint.Builder builder,
      ListenAddress listenAddress,
      int port,
      AccessKeys keys,
      ResourceStack resources) {
    return real.isPresent()
        ? Optional.empty()
        : Optional.of(
            resources.add(
                builder
                    .address(listenAddress.address())
                    .port(port)
                    .credentials(keys.accessKey(), keys.secretKey())
                    .start()));
  }

  private static void prepare(
      StackServer server,
      StoreAccess access,
      Consumer<String> announce,
      HealthObject health,
      Wiring wiring) {
    Consumer<String> announced = access.embedded() ? nothing -> {} : announce;
    try (S3Client s3 = access.s3()) {
      server.call(
          () -> {
            Buckets buckets = new Buckets(s3, access, announced);
            if (health.open()) {
              buckets.prepareWithOrWithoutVersions();
            } else {
              buckets.prepare();
            }
            // Before the event notification exists, because the health object is not replicated.
            health.prepare(s3, access.bucket(), announced);
            wiring.connect(s3, access.bucket(), announced);
            return access;
          });
    }
  }

  /** Connects a prepared bucket with other parts of the stack. */
  @FunctionalInterface
  interface Wiring {
    void connect(S3Client s3, String bucket, Consumer<String> announce);
  }
}
