package dev.understudy.benchmarks;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.understudy.lab.function.EventSourceMapping;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.FunctionSettings;
import dev.understudy.lab.function.MappingSettings;
import dev.understudy.lab.queue.QueueSettings;
import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.queue.SqsClients;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The changes queue and its workers. The benchmark sends each event itself when the write has been
 * answered, because the delivery time of S3's event notification is not part of the measurement.
 */
final class ChangeEvents implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int MAX_BATCH = 10;

  private final SqsClient sqs;
  private final Queues queues;

  ChangeEvents(Map<String, String> environment) {
    this.sqs =
        SqsClients.create(
            URI.create(BenchClients.variable(environment, "SQS_ENDPOINT")),
            Region.US_EAST_1,
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    BenchClients.variable(environment, "AWS_ACCESS_KEY_ID"),
                    BenchClients.variable(environment, "AWS_SECRET_ACCESS_KEY"))),
            50);
    this.queues = Queues.prepare(sqs, new QueueSettings(TIMEOUT, 100), created -> {});
  }

  /** Sends an event for a write of this key now. */
  void send(String key) {
    sqs.sendMessage(r -> r.queueUrl(queues.changes().url()).messageBody(body(key)));
  }

  /** Sends an event for a write of each key now. */
  void send(List<String> keys) {
    for (int from = 0; from < keys.size(); from += MAX_BATCH) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (String key : keys.subList(from, Math.min(keys.size(), from + MAX_BATCH))) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(entries.size()))
                .messageBody(body(key))
                .build());
      }
      sqs.sendMessageBatch(r -> r.queueUrl(queues.changes().url()).entries(entries));
    }
  }

  /** An S3 event; the benchmark's keys need no encoding. */
  private static String body(String key) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
    "eventTime":"%s","eventName":"ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0",\
    "bucket":{"name":"%s","arn":"arn:aws:s3:::%s"},"object":{"key":"%s","size":4096,\
    "eTag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"0055AED6DCD90281E5"}}}]}\
    """
        .formatted(Instant.now(), BenchBuckets.PRIMARY, BenchBuckets.PRIMARY, key);
  }

  /** Waits until the queue is empty and no message is in flight. */
  void awaitEmpty() throws IOException {
    try {
      while (!queues.backlog(queues.changes()).isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Receives from the queue until it is closed; closing waits for the running batches. */
  interface QueueWorker extends AutoCloseable {
    @Override
    void close();
  }

  /** Delivers messages to these workers, one batch at a time each, until the result is closed. */
  QueueWorker startWorkers(List<ReplicatorContender> workers) {
    ArrayDeque<RequestStreamHandler> handlers = new ArrayDeque<>();
    workers.forEach(worker -> handlers.add(worker.handler()));
    Supplier<RequestStreamHandler> next =
        () -> {
          synchronized (handlers) {
            return handlers.pop();
          }
        };
    FunctionHost host =
        new FunctionHost(
            new FunctionSettings("replicator", LambdaProcess.MEGABYTES, TIMEOUT), next);
    EventSourceMapping mapping =
        EventSourceMapping.start(
            sqs,
            queues.changes(),
            host,
            new MappingSettings(ReplicatorContender.BATCH, Duration.ZERO, workers.size()));
    return () -> {
      mapping.close();
      host.close();
    };
  }

  @Override
  public void close() {
    sqs.close();
  }
}
