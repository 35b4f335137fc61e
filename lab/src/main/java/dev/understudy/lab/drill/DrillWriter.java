package dev.understudy.lab.drill;

import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.core.exception.SdkException;

/** An application that overwrites objects of the primary one after the other. */
final class DrillWriter implements AutoCloseable {
  private static final ObjectHeaders HEADERS =
      new ObjectHeaders("text/plain; charset=us-ascii", "no-cache", Map.of());

  private final Writer writer;
  private final List<String> keys;
  private final Ledger ledger;
  private final Duration pause;
  private final SplittableRandom random;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final AtomicInteger failed = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "writer");
  private volatile boolean closed;

  /**
   * Writes every key once, then continues in its own thread.
   *
   * @param writer the caller closes it, after this
   * @param pause between two writes
   */
  DrillWriter(
      Writer writer, List<String> keys, Ledger ledger, Duration pause, SplittableRandom random) {
    this.writer = writer;
    this.keys = keys;
    this.ledger = ledger;
    this.pause = pause;
    this.random = random;
    keys.forEach(this::write);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      writing.lock();
      try {
        attempt(keys.get(random.nextInt(keys.size())));
      } finally {
        writing.unlock();
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /** A failed write may have been stored; it only counts as not acknowledged. */
  private void attempt(String key) {
    try {
      write(key);
    } catch (SdkException e) {
      failed.incrementAndGet();
    }
  }

  private void write(String key) {
    int number = ledger.begin(key);
    writer.write(key, ObjectContent.of(DrillContent.of(key, number)), HEADERS);
    ledger.acknowledged(key, number);
  }

  /** The number of writes that were not acknowledged. */
  int failed() {
    return failed.get();
  }

  /** Waits for the current write and blocks the next one until {@link #resume}. */
  void pause() {
    writing.lock();
  }

  /** Ends a pause; must be called by the thread that called {@link #pause}. */
  void resume() {
    writing.unlock();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(40).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
