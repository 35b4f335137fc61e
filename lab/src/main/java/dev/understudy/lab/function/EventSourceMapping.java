package dev.understudy.lab.function;

import dev.understudy.lab.queue.Queue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Delivers a queue's messages to a function as Lambda's event source mapping does, with {@code
 * ReportBatchItemFailures}: messages that the function names stay in the queue until their
 * visibility timeout expires, and the others are deleted. If the function throws, the whole batch
 * stays.
 */
public final class EventSourceMapping implements AutoCloseable {
  private static final Logger LOGGER = LogManager.getLogger(EventSourceMapping.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final QueueConsumer queue;
  private final SqsEvents events;
  private final FunctionHost function;
  private final MappingSettings settings;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> pollers;

  private EventSourceMapping(
      QueueConsumer queue, Queue source, FunctionHost function, MappingSettings settings) {
    this.queue = queue;
    this.events = new SqsEvents(source);
    this.function = function;
    this.settings = settings;
    this.pollers =
        IntStream.range(0, settings.maximumConcurrency())
            .mapToObj(n -> new Thread(this::poll, "poller-" + n))
            .toList();
  }

  /**
   * Starts to receive messages; the caller closes the mapping.
   *
   * @param sqs must allow one connection per concurrent invocation; the caller closes it
   */
  public static EventSourceMapping start(
      SqsClient sqs, Queue source, FunctionHost function, MappingSettings settings) {
    EventSourceMapping mapping =
        new EventSourceMapping(new QueueConsumer(sqs, source), source, function, settings);
    mapping.pollers.forEach(Thread::start);
    return mapping;
  }

  private void poll() {
    while (!stopped()) {
      try {
        List<Message> batch = collect();
        if (stopped()) {
          queue.release(batch);
        } else {
          PayloadLimit.split(batch).forEach(this::deliver);
        }
      } catch (SdkException e) {
        LOGGER.warn("Polling {} failed and will be retried: {}", queue, e.toString());
        pause();
      } catch (RuntimeException e) {
        // The messages are still in the queue, so a retry loses none.
        LOGGER.warn("Unexpected error while polling {}; polling continues", queue, e);
        pause();
      }
    }
  }

  private List<Message> collect() {
    Map<String, Message> batch = new LinkedHashMap<>();
    add(batch, queue.receive(room(0), POLL));
    long end = System.nanoTime() + settings.batchingWindow().toNanos();
    while (!batch.isEmpty() && room(batch.size()) > 0 && System.nanoTime() < end && !stopped()) {
      add(batch, queue.receive(room(batch.size()), POLL));
    }
    return List.copyOf(batch.values());
  }

  /** A queue may deliver a message twice; only the newer receipt handle can delete it. */
  private static void add(Map<String, Message> batch, List<Message> received) {
    received.forEach(message -> batch.put(message.messageId(), message));
  }

  private int room(int taken) {
    return Math.min(MappingSettings.RECEIVED_AT_ONCE, settings.batchSize() - taken);
  }

  private void deliver(List<Message> batch) {
    Set<String> ids = batch.stream().map(Message::messageId).collect(Collectors.toSet());
    BatchResponse response = BatchResponse.of(function.invoke(events.json(batch)), ids);
    response
        .wholeBatchReason()
        .ifPresent(reason -> LOGGER.warn("A batch of {} failed: {}", batch.size(), reason));
    queue.delete(
        batch.stream().filter(message -> !response.failed().contains(message.messageId())));
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  private void pause() {
    try {
      stopping.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  /**
   * Stops receiving, releases messages that were not yet delivered, and waits until the last
   * invocation has ended and its messages are settled.
   */
  @Override
  public void close() {
    stopping.countDown();
    for (Thread poller : pollers) {
      try {
        poller.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
