package dev.understudy.testkit.topic;

import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.testkit.junit.LeftOut;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SNS of LocalStack 4.14. */
class LocalStackTopicIT extends TopicContract {
  private static RealLocalStack localStack;
  private static SnsClient sns;
  private static SqsClient sqs;

  @BeforeAll
  static void connect() {
    localStack = LeftOut.ifMissing(RealLocalStack::start);
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(RealLocalStack.accessKey(), RealLocalStack.secretKey()));
    sns =
        SnsClient.builder()
            .endpointOverride(localStack.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
    sqs =
        SqsClient.builder()
            .endpointOverride(localStack.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
  }

  @AfterAll
  static void disconnect() {
    if (localStack != null) {
      sns.close();
      sqs.close();
      localStack.close();
    }
  }

  @Override
  protected TopicUnderTest create() {
    return new OnLocalStack();
  }

  private static final class OnLocalStack implements TopicUnderTest {
    private final String name = "topic-" + UUID.randomUUID();
    private final String topic = sns.createTopic(r -> r.name(name)).topicArn();
    private final Map<String, String> urls = Map.of("a", queue("a"), "b", queue("b"));
    private final Map<String, String> subscriptions = new HashMap<>();

    private String queue(String queue) {
      return sqs.createQueue(r -> r.queueName(name + "-" + queue)).queueUrl();
    }

    @Override
    public void subscribe(String queue) {
      String arn =
          sqs.getQueueAttributes(
                  r -> r.queueUrl(urls.get(queue)).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      String subscription =
          sns.subscribe(
                  r ->
                      r.topicArn(topic)
                          .protocol("sqs")
                          .endpoint(arn)
                          .attributes(Map.of("RawMessageDelivery", "true"))
                          .returnSubscriptionArn(true))
              .subscriptionArn();
      subscriptions.put(queue, subscription);
    }

    @Override
    public void unsubscribe(String queue) {
      sns.unsubscribe(r -> r.subscriptionArn(subscriptions.remove(queue)));
    }

    @Override
    public void publish(String body) {
      sns.publish(r -> r.topicArn(topic).message(body));
    }

    @Override
    public List<String> receive(String queue) {
      List<Message> received =
          sqs.receiveMessage(
                  r -> r.queueUrl(urls.get(queue)).maxNumberOfMessages(10).waitTimeSeconds(10))
              .messages();
      received.forEach(
          message ->
              sqs.deleteMessage(
                  r -> r.queueUrl(urls.get(queue)).receiptHandle(message.receiptHandle())));
      return received.stream().map(Message::body).toList();
    }

    @Override
    public void close() {
      sns.deleteTopic(r -> r.topicArn(topic));
      urls.values().forEach(url -> sqs.deleteQueue(r -> r.queueUrl(url)));
    }
  }
}
