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
  /** Each poller and each sender needs a connection of its own. */
  private static final int CONNECTIONS = 32;

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
    return on(endpoint, config, timings, resources, announce);
  }

  /** Prepares the queues of the configuration's standby on a running server. */
  static StackQueues on(
      URI endpoint,
      StackConfig config,
      StackTimings timings,
      ResourceStack resources,
      Consumer<String> announce) {
    SqsClient client =
        resources.add(
            SqsClients.create(
                endpoint, Region.of(config.region()), config.awsKeys().provider(), CONNECTIONS));
    Consumer<String> announced = config.sqsEndpoint().isPresent() ? announce : nothing -> {};
    Queues queues =
        new StackServer("SQS_ENDPOINT", "AWS_ACCESS_KEY_ID", endpoint)
            .call(
                () ->
                    Queues.prepare(
                        client, config.standbyName().queuePrefix(), timings.queues(), announced));
    return new StackQueues(endpoint, client, queues);
  }
}
