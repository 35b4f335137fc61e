package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.hint.ParsedMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Converges the keys of parked messages, at a bounded rate. */
final class Redrive implements AutoCloseable {
  private final Convergence convergence;
  private final long intervalNanos;
  private final Interruption interruption;
  private final Consumer<Map<String, Object>> rows;
  private long nextNanos = System.nanoTime();

  /**
   * @param rate the maximum number of keys per second
   * @param interruption ends the work between two keys
   * @param rows receives a row for each key
   */
  Redrive(
      Installation installation,
      int rate,
      Interruption interruption,
      Consumer<Map<String, Object>> rows) {
    if (rate < 1) {
      throw new ConfigurationException("--rate must be at least 1");
    }
    this.convergence = new Convergence(installation);
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / rate;
    this.interruption = interruption;
    this.rows = rows;
  }

  /** Converges all keys of a message. Returns whether the message may be deleted. */
  boolean settles(ParsedMessage message) throws InterruptedException {
    boolean settled = message.complaint().isEmpty();
    message
        .complaint()
        .ifPresent(why -> rows.accept(new Convergence.Result("", "Unreadable", why, false).row()));
    for (Hint hint : message.hints()) {
      if (interruption.requested()) {
        return false;
      }
      await();
      Convergence.Result result = convergence.converge(hint.key());
      rows.accept(result.row());
      settled &= result.settled();
    }
    return settled;
  }

  private void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.max(0, nextNanos - System.nanoTime()));
    nextNanos = Math.max(nextNanos, System.nanoTime()) + intervalNanos;
  }

  @Override
  public void close() {
    convergence.close();
  }
}
