package dev.understudy.emulators.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * One origin and its monitor. A round looks at the origin from every data centre; most of a
 * region's make the region's result, most of the regions' make the round's; so many rounds in a row
 * change the pool's health. Readers are steered by a change only half of {@link
 * MonitorSettings#spread} later: names are cached for some 5 of the 10 seconds, and the rest is for
 * the quorum.
 */
public final class Pool {
  private final EdgeOrigin origin;
  private final MonitorSettings settings;
  private final HealthChecker checker;
  private final ExecutorService threads;
  private final LongSupplier nanoTime;
  private final BiConsumer<Pool, Health> changes;

  private boolean enabled = true;
  private Health health = Health.UNKNOWN;
  private Health before = Health.UNKNOWN;
  private long changed;
  private boolean lastPassed;
  private int inARow;

  /**
   * @param threads for the looks of one round, all at once
   * @param nanoTime the clock, as {@link System#nanoTime}
   * @param changes told of every change of health, in the thread of the round
   */
  Pool(
      EdgeOrigin origin,
      MonitorSettings settings,
      HealthChecker checker,
      ExecutorService threads,
      LongSupplier nanoTime,
      BiConsumer<Pool, Health> changes) {
    this.origin = origin;
    this.settings = settings;
    this.checker = checker;
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.changes = changes;
  }

  /** Where it fetches from. */
  public EdgeOrigin origin() {
    return origin;
  }

  /** What the monitor knows, at once. */
  public synchronized Health health() {
    return health;
  }

  /** A pool that is switched off takes no traffic and is not looked at: its health is unknown. */
  public synchronized void enable(boolean on) {
    if (!on) {
      inARow = 0;
      health = Health.UNKNOWN;
      before = Health.UNKNOWN;
    }
    enabled = on;
  }

  synchronized boolean isEnabled() {
    return enabled;
  }

  /** Whether readers may be sent here. */
  synchronized boolean isHealthy() {
    boolean known = nanoTime.getAsLong() - changed >= settings.spread().dividedBy(2).toNanos();
    return enabled && (known ? health : before) == Health.HEALTHY;
  }

  /** One round of looks; returns when all have ended. */
  void round() throws InterruptedException {
    if (isEnabled()) {
      count(majority(settings.regions().stream().map(this::looks).toList()));
    }
  }

  private List<Future<HealthCheckResult>> looks(String region) {
    return IntStream.range(0, MonitorSettings.DATA_CENTRES)
        .mapToObj(dataCentre -> threads.submit(() -> check(region, dataCentre)))
        .toList();
  }

  private HealthCheckResult check(String region, int dataCentre) {
    Duration timeout = settings.timeout();
    HealthCheckResult look = checker.check(origin, region, dataCentre, timeout);
    for (int retry = 0; retry < settings.retries() && look == HealthCheckResult.SILENT; retry++) {
      look = checker.check(origin, region, dataCentre, timeout);
    }
    return look;
  }

  private static boolean majority(List<List<Future<HealthCheckResult>>> regions)
      throws InterruptedException {
    List<Boolean> results = new ArrayList<>();
    for (List<Future<HealthCheckResult>> region : regions) {
      List<Boolean> passed = new ArrayList<>();
      for (Future<HealthCheckResult> look : region) {
        passed.add(result(look) == HealthCheckResult.PASSED);
      }
      results.add(isMost(passed));
    }
    return isMost(results);
  }

  private static HealthCheckResult result(Future<HealthCheckResult> look)
      throws InterruptedException {
    try {
      return look.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A monitor failed", e.getCause());
    }
  }

  private static boolean isMost(List<Boolean> passed) {
    return passed.stream().filter(one -> one).count() * 2 > passed.size();
  }

  private void count(boolean passed) {
    Health now;
    synchronized (this) {
      if (!enabled) {
        return;
      }
      inARow = passed == lastPassed ? inARow + 1 : 1;
      lastPassed = passed;
      now = passed ? Health.HEALTHY : Health.UNHEALTHY;
      int needed = passed ? settings.consecutiveUp() : settings.consecutiveDown();
      if (now == health || inARow < needed) {
        return;
      }
      before = health;
      health = now;
      changed = nanoTime.getAsLong();
    }
    changes.accept(this, now);
  }
}
