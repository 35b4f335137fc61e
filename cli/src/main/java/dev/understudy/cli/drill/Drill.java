package dev.understudy.cli.drill;

import dev.understudy.cli.drill.ServingOrigin.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes the edge fail over from the primary, measures how long readers wait, and restores the
 * original state however it ends. Used by one thread, once.
 */
public final class Drill {
  /** More are an outage, not a drill. */
  static final int MAX_FAILURES_IN_A_ROW = 15;

  private static final int MAX_ATTEMPTS = 5;

  private final Disruption disruption;
  private final ServingOrigin edge;
  private final Settings settings;
  private final BooleanSupplier stopped;
  private final Consumer<String> notes;
  private final Consumer<String> progress;

  /**
   * How a drill measures.
   *
   * @param limit how long to wait for each change of origin
   * @param interval between two requests of the reader
   * @param pause between two attempts to restore
   */
  public record Settings(Duration limit, Duration interval, Duration pause) {
    /** One request a second. */
    public static Settings of(Duration limit) {
      return new Settings(limit, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  /**
   * @param stopped whether to end early
   * @param notes receives what happens, for people
   * @param progress receives what each request returned, for a terminal
   */
  public Drill(
      Disruption disruption,
      ServingOrigin edge,
      Settings settings,
      BooleanSupplier stopped,
      Consumer<String> notes,
      Consumer<String> progress) {
    this.disruption = disruption;
    this.edge = edge;
    this.settings = settings;
    this.stopped = stopped;
    this.notes = notes;
    this.progress = progress;
  }

  /**
   * Runs the drill. Throws only after an attempt to restore.
   *
   * @throws InterruptedException if this thread is interrupted
   */
  public DrillResult run() throws InterruptedException {
    notes.accept("if this process is killed, restore by hand: " + disruption.restoreByHand());
    Optional<Wait> failover = Optional.empty();
    boolean restored = false;
    try {
      failover = begin() ? Optional.of(await(Origin.STANDBY)) : failover;
    } finally {
      // An interrupt must not end the requests that restore.
      boolean interrupted = Thread.interrupted();
      restored = restore();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    boolean measured = restored && failover.map(Wait::serves).orElse(false);
    Optional<Wait> failback = measured ? Optional.of(await(Origin.PRIMARY)) : Optional.empty();
    return new DrillResult(failover, restored, failback);
  }

  private boolean begin() {
    try {
      disruption.begin();
      return true;
    } catch (IOException | SdkException e) {
      notes.accept("the drill did not begin: " + e.getMessage());
      return false;
    }
  }

  /** Repeats until it succeeds, because a drill must not leave an outage. */
  private boolean restore() throws InterruptedException {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        disruption.restore();
        notes.accept("restored");
        return true;
      } catch (IOException | SdkException e) {
        notes.accept("attempt %d to restore failed: %s".formatted(attempt, e.getMessage()));
      }
      Thread.sleep(settings.pause().toMillis());
    }
    notes.accept("COULD NOT RESTORE. Do it by hand: " + disruption.restoreByHand());
    return false;
  }

  private Wait await(Origin wanted) throws InterruptedException {
    long began = System.nanoTime();
    int failures = 0;
    int inARow = 0;
    Optional<Origin> last = Optional.empty();
    while (true) {
      Origin now = edge.read();
      Duration waited = Duration.ofNanos(System.nanoTime() - began);
      failures += now == Origin.ERROR ? 1 : 0;
      inARow = now == Origin.ERROR ? inARow + 1 : 0;
      if (!last.equals(Optional.of(now))) {
        notes.accept("%4d s  %s".formatted(waited.toSeconds(), now.label()));
      }
      last = Optional.of(now);
      progress.accept(
          "waiting for the %s: %d s, now %s, %d failed requests"
              .formatted(wanted.label(), waited.toSeconds(), now.label(), failures));
      Optional<Wait.End> end = end(now == wanted, inARow, waited);
      if (end.isPresent()) {
        return new Wait(end.get(), waited.toSeconds(), failures);
      }
      Thread.sleep(settings.interval().toMillis());
    }
  }

  private Optional<Wait.End> end(boolean serves, int failuresInARow, Duration waited) {
    if (serves) {
      return Optional.of(Wait.End.SERVES);
    }
    if (failuresInARow >= MAX_FAILURES_IN_A_ROW) {
      return Optional.of(Wait.End.OUTAGE);
    }
    if (stopped.getAsBoolean()) {
      return Optional.of(Wait.End.STOPPED);
    }
    return waited.compareTo(settings.limit()) >= 0 ? Optional.of(Wait.End.LIMIT) : Optional.empty();
  }
}
