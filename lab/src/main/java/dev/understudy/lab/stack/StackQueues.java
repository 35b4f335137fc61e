package dev.understudy.lab.stack;

import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.queue.SqsClients;
import dev.understudy.lab.queue.SqsServer;
import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The queues and the server that holds them. */
record StackQueues(URI endpoint, SqsClient client, Queues queues) {
  /** Pollers and senders each wait for an answer of their own. */
  private static final int CONNECTIONS = 32;

  static StackQueues start(
      StackConfig config,
      StackTimings pace,
      int port,
      ResourceStack open,
      Consumer<String> announce) {
    URI endpoint =
        config
            .sqsEndpoint()
            .orElseGet(() -> open.add(SqsServer.start(config.listening(), port)).endpoint());
    SqsClient client =
        open.add(
            SqsClients.create(
                endpoint, Region.of(config.region()), config.awsKeys().provider(), CONNECTIONS));
    Consumer<String> announced = config.sqsEndpoint().isPresent() ? announce : nothing -> {};
    Queues queues =
        new StackServer("SQS_ENDPOINT", "AWS_ACCESS_KEY_ID", endpoint)
            .call(() -> Queues.prepare(client, pace.queues(), announced));
    return new StackQueues(endpoint, client, queues);
  }
}
