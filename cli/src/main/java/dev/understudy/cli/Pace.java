package dev.understudy.cli;

import dev.understudy.cli.plan.Tally;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Says how much is done, how fast, and how long the rest will take. The rate is the mean since the
 * beginning. Used by one thread.
 */
final class Pace {
  private final String done;
  private final String noun;
  private final LongSupplier nanoTime;
  private final long began;
  private OptionalLong before = OptionalLong.empty();

  /**
   * @param done what is done with them, such as {@code listed}
   * @param noun what is counted, such as {@code keys}
   * @param nanoTime as {@link System#nanoTime}
   */
  Pace(String done, String noun, LongSupplier nanoTime) {
    this.done = done;
    this.noun = noun;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /** Says what an earlier command has done already. Only the first call counts. */
  void startAt(long count) {
    before = before.isPresent() ? before : OptionalLong.of(count);
  }

  /**
   * A line such as {@code listed: 1,200 keys, 3.4 MiB, 400 keys/s, about 2 min 5 s left}. Without a
   * total, it ends with the time that has passed.
   *
   * @param bytes empty if the command does not count them
   * @param total empty if it is not known
   */
  String text(long count, OptionalLong bytes, OptionalLong total) {
    StringBuilder text = new StringBuilder(format("%s: %,d %s", done, count, noun));
    bytes.ifPresent(number -> text.append(", ").append(Tally.size(number)));
    double seconds = (nanoTime.getAsLong() - began) / 1e9;
    double rate = seconds > 0 ? (count - before.orElse(0)) / seconds : 0;
    if (rate > 0) {
      text.append(format(", %,.0f %s/s", rate, noun));
      if (total.isPresent() && total.getAsLong() > count) {
        text.append(", about ").append(time((total.getAsLong() - count) / rate)).append(" left");
      }
    }
    if (total.isEmpty() && seconds >= 1) {
      text.append(", ").append(time(Math.floor(seconds))).append(" elapsed");
    }
    return text.toString();
  }

  private static String time(double seconds) {
    Duration left = Duration.ofSeconds((long) Math.ceil(seconds));
    if (left.toHours() > 0) {
      return "%d h %d min".formatted(left.toHours(), left.toMinutesPart());
    }
    return left.toMinutes() > 0
        ? "%d min %d s".formatted(left.toMinutes(), left.toSecondsPart())
        : left.toSeconds() + " s";
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
