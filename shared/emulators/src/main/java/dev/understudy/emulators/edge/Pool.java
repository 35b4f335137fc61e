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
 * One origin and its monitor. In each round, every data centre checks the origin. A region passes
 * if a majority of its data centres do, and the round passes if a majority of the regions do. A
 * number of consecutive rounds with one result changes the pool's health.
 *
 * <p>Steering follows a change after half of {@link MonitorSettings#spread}: DNS names are cached
 * for about 5 of the 10 seconds, and the quorum takes the rest.
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
  private Health healthBefore = Health.UNKNOWN;
  private long changed;
  private boolean lastPassed;
  private int consecutiveResults;

  /**
   * @param threads runs all checks of a round in parallel
   * @param nanoTime a clock like {@link System#nanoTime}
   * @param changes receives every change of health, in the thread of the round
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

  public EdgeOrigin origin() {
    return origin;
  }

  /** The health that the monitor knows, before steering follows it. */
  public synchronized Health health() {
    return health;
  }

  /** A disabled pool takes no traffic and is not checked: its health is unknown. */
  public synchronized void enable(boolean on) {
    if (!on) {
      consecutiveResults = 0;
      health = Health.UNKNOWN;
      healthBefore = Health.UNKNOWN;
    }
    enabled = on;
  }

  synchronized boolean isEnabled() {
    return enabled;
  }

  /** Whether steering may choose this pool. */
  synchronized boolean isHealthy() {
    boolean known = nanoTime.getAsLong() - changed >= settings.spread().dividedBy(2).toNanos();
    return enabled && (known ? health : healthBefore) == Health.HEALTHY;
  }

  /** One round of checks; returns when all have ended. */
  void round() throws InterruptedException {
    if (isEnabled()) {
      count(hasPassed(settings.regions().stream().map(this::checks).toList()));
    }
  }

  private List<Future<HealthCheckResult>> checks(String region) {
    return IntStream.range(0, MonitorSettings.DATA_CENTRES)
        .mapToObj(dataCentre -> threads.submit(() -> check(region, dataCentre)))
        .toList();
  }

  private HealthCheckResult check(String region, int dataCentre) {
    Duration timeout = settings.timeout();
    HealthCheckResult result = checker.check(origin, region, dataCentre, timeout);
    for (int retry = 0; retry < settings.retries() && result == HealthCheckResult.SILENT; retry++) {
      result = checker.check(origin, region, dataCentre, timeout);
    }
    return result;
  }

  private static boolean hasPassed(List<List<Future<HealthCheckResult>>> regions)
      throws InterruptedException {
    List<Boolean> results = new ArrayList<>();
    for (List<Future<HealthCheckResult>> region : regions) {
      List<Boolean> passed = new ArrayList<>();
      for (Future<HealthCheckResult> check : region) {
        passed.add(resultOf(check) == HealthCheckResult.PASSED);
      }
      results.add(isMajority(passed));
    }
    return isMajority(results);
  }

  private static HealthCheckResult resultOf(Future<HealthCheckResult> check)
      throws InterruptedException {
    try {
      return check.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A health check failed unexpectedly", e.getCause());
    }
  }

  private static boolean isMajority(List<Boolean> passed) {
    return passed.stream().filter(one -> one).count() * 2 > passed.size();
  }

  private void count(boolean passed) {
    Health now;
    synchronized (this) {
      if (!enabled) {
        return;
      }
      consecutiveResults = passed == lastPassed ? consecutiveResults + 1 : 1;
      lastPassed = passed;
      now = passed ? Health.HEALTHY : Health.UNHEALTHY;
      int needed = passed ? settings.consecutiveUp() : settings.consecutiveDown();
      if (now == health || consecutiveResults < needed) {
        return;
      }
      healthBefore = health;
      health = now;
      changed = nanoTime.getAsLong();
    }
    changes.accept(this, now);
  }
}
