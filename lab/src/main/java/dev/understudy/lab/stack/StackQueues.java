package dev.understudy.lab.stack;

import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.queue.SqsClients;
import dev.understudy.lab.queue.SqsServer;
import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The queues, and the embedded or real SQS server. */
record StackQueues(URI endpoint, SqsClient client, Queues queues) {
  /** Each poller and each sender needs a connection of its own, for each standby. */
  private static final int CONNECTIONS = 32 * StandbyName.MAX;

  static StackQueues start(
      StackConfig config,
      StackTimings timings,
      int port,
      ResourceStack resources,
      Consumer<String> announce) {
    URI endpoint =
        config
            .sqsEndpoint()
            .orElseGet(
                () -> resources.add(SqsServer.start(config.listenAddress(), port)).endpoint());
    SqsClient client =
        resources.add(
            SqsClients.create(
                endpoint, Region.of(config.region()), config.awsKeys().provider(), CONNECTIONS));
    return prepare(endpoint, client, config, timings, announce);
  }

  /** The queues of a further standby, on the same server and through the same client. */
  StackQueues further(StackConfig config, StackTimings timings, Consumer<String> announce) {
    return prepare(endpoint, client, config, timings, announce);
  }

  private static StackQueues prepare(
      URI endpoint,
      SqsClient client,
      StackConfig config,
      StackTimings timings,
      Consumer<String> announce) {
    Consumer<String> announced = config.sqsEndpoint().isPresent() ? announce : nothing -> {};
    String prefix = config.standbyName().queuePrefix();
    Queues queues =
        new StackServer("SQS_ENDPOINT", "AWS_ACCESS_KEY_ID", endpoint)
            .call(() -> Queues.prepare(client, prefix, timings.queues(), announced));
    return new StackQueues(endpoint, client, queues);
  }
}
