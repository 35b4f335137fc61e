package dev.understudy.lab.stack;

import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.http.Listening;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The primary or the standby.
 *
 * @param embedded the server, if it is ours
 */
record StackStore(StoreAccess access, Optional<S3Endpoint> embedded) {
  /** The primary, which notifies the queue of its changes. */
  static StackStore primary(
      StackConfig config,
      int port,
      StackQueues queue,
      ResourceStack open,
      Consumer<String> announce) {
    Optional<S3Endpoint> embedded =
        start(
            config.primaryEndpoint(),
            S3Endpoint.builder()
                .quirks(Quirks.S3)
                .notifications(new SqsNotifications(queue.client(), queue.queues().changes())),
            config.listening(),
            port,
            config.awsKeys(),
            open);
    StoreAccess access = config.primary(embedded.map(S3Endpoint::uri));
    Optional<SqsClient> askingForPermission =
        embedded.isPresent() ? Optional.empty() : Optional.of(queue.client());
    prepare(
        new StackServer("PRIMARY_ENDPOINT", "AWS_ACCESS_KEY_ID", access.endpoint()),
        access,
        announce,
        HealthObject.OF_PRIMARY,
        new EventWiring(queue.queues().changes(), askingForPermission));
    return new StackStore(access, embedded);
  }

  /** The standby, of which nobody is notified. */
  static StackStore standby(
      StackConfig config, int port, ResourceStack open, Consumer<String> announce) {
    Optional<S3Endpoint> embedded =
        start(
            config.standbyEndpoint(),
            S3Endpoint.builder().quirks(Quirks.MINIO),
            config.listening(),
            port,
            config.standbyKeys(),
            open);
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
      Listening where,
      int port,
      AccessKeys keys,
      ResourceStack open) {
    return real.isPresent()
        ? Optional.empty()
        : Optional.of(
            open.add(
                builder
                    .address(where.address())
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
            new Buckets(s3, access, announced).prepare();
            // Before anybody is notified: it is no object that is replicated.
            health.prepare(s3, access.bucket(), announced);
            wiring.connect(s3, access.bucket(), announced);
            return access;
          });
    }
  }

  /** What a side is connected with besides its bucket. */
  @FunctionalInterface
  interface Wiring {
    void connect(S3Client s3, String bucket, Consumer<String> announce);
  }
}
