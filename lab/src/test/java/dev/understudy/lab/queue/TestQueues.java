package dev.understudy.lab.queue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS server of a test's own, with both queues. */
public final class TestQueues implements AutoCloseable {
  private final SqsServer server = SqsServer.start(0);
  private final SqsClient sqs = client(server.endpoint());
  private final List<String> announced = new ArrayList<>();
  private final Queues queues;

  public TestQueues(Duration visibilityTimeout, int maxReceiveCount) {
    this.queues =
        Queues.prepare(sqs, new QueueSettings(visibilityTimeout, maxReceiveCount), announced::add);
  }

  public static SqsClient client(URI endpoint) {
    return SqsClients.create(
        endpoint,
        Region.of(SqsServer.REGION),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
        50);
  }

  public URI endpoint() {
    return server.endpoint();
  }

  public SqsClient sqs() {
    return sqs;
  }

  public Queues queues() {
    return queues;
  }

  public List<String> announced() {
    return announced;
  }

  /** Changes how long a received message stays away. */
  public void visibilityTimeout(Duration timeout) {
    sqs.setQueueAttributes(
        request ->
            request
                .queueUrl(queues.changes().url())
                .attributes(
                    Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        Long.toString(timeout.toSeconds()))));
  }

  public void send(String body) {
    sqs.sendMessage(request -> request.queueUrl(queues.changes().url()).messageBody(body));
  }

  @Override
  public void close() {
    sqs.close();
    server.close();
  }
}
