package dev.understudy.emulators.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A queue of event notifications. Adding one is fast and cannot fail, so that a commit can include
 * it. The outbox's own threads deliver them, and retry until they succeed.
 */
public final class Outbox implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int MAX_PARALLEL = 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final LinkedBlockingQueue<Item> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong undelivered = new AtomicLong();
  private final NotificationSender sender;
  private final ExecutorService threads;

  private record Item(String destinationArn, String body) {}

  /**
   * Starts the threads.
   *
   * @param sender called by several threads, for up to ten notifications of one destination
   */
  public Outbox(NotificationSender sender) {
    this.sender = sender;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "s3-notifications");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < THREADS; i++) {
      threads.execute(this::run);
    }
  }

  /** Adds a notification for one queue or topic. */
  public void add(String destinationArn, String body) {
    undelivered.incrementAndGet();
    waiting.add(new Item(destinationArn, body));
  }

  /** Whether the sender has accepted every notification so far. */
  public boolean isEmpty() {
    return undelivered.get() == 0;
  }

  private void run() {
    try {
      while (true) {
        List<Item> items = new ArrayList<>(List.of(waiting.take()));
        waiting.drainTo(items, MAX_PARALLEL - 1);
        for (String arn : items.stream().map(Item::destinationArn).distinct().toList()) {
          deliver(
              arn,
              items.stream().filter(i -> i.destinationArn.equals(arn)).map(Item::body).toList());
        }
      }
    } catch (InterruptedException e) {
      // The endpoint has been closed.
    }
  }

  @SuppressWarnings(
      "InterruptedExceptionSwallowed") // Rethrown below; the sender may throw anything else.
  private void deliver(String arn, List<String> bodies) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        sender.send(arn, bodies);
        undelivered.addAndGet(-bodies.size());
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        Thread.sleep(pause.toMillis());
        pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
      }
    }
  }

  /** Drops all undelivered notifications. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
