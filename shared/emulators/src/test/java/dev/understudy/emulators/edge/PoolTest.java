package dev.understudy.emulators.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each documented rule of health, round by round, on a clock that stands still. */
class PoolTest {
  private static final Duration SPREAD = Duration.ofSeconds(10);
  private static final int DOWN = 2;
  private static final int UP = 3;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong nanos = new AtomicLong();
  private final Map<String, HealthCheckResult> looks = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final List<Health> changes = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Pool pool(String name, String... regions) {
    MonitorSettings settings =
        new MonitorSettings(
            Duration.ofSeconds(60), Duration.ofSeconds(5), 2, DOWN, UP, List.of(regions), SPREAD);
    return new Pool(
        EdgeOrigin.plain(name, URI.create("http://127.0.0.1:1")),
        settings,
        this::check,
        threads,
        nanos::get,
        (pool, health) -> changes.add(health));
  }

  private HealthCheckResult check(
      EdgeOrigin origin, String region, int dataCentre, Duration timeout) {
    assertThat(timeout).isEqualTo(Duration.ofSeconds(5));
    String from = region + dataCentre;
    asked.computeIfAbsent(from, key -> new AtomicInteger()).incrementAndGet();
    return looks.getOrDefault(from, looks.getOrDefault(region, HealthCheckResult.PASSED));
  }

  private void rounds(Pool pool, int number) throws InterruptedException {
    for (int n = 0; n < number; n++) {
      pool.round();
    }
  }

  private Pool healthy(String... regions) throws InterruptedException {
    Pool pool = pool("primary", regions);
    rounds(pool, UP);
    nanos.addAndGet(SPREAD.toNanos());
    assertThat(pool.isHealthy()).isTrue();
    asked.clear();
    changes.clear();
    return pool;
  }

  @Test
  void isUnknownUntilEnoughRoundsHavePassed() throws InterruptedException {
    Pool pool = pool("primary", "WEU");
    nanos.addAndGet(SPREAD.toNanos());

    rounds(pool, UP - 1);
    assertThat(pool.health()).isEqualTo(Health.UNKNOWN);
    assertThat(pool.isHealthy()).isFalse();

    rounds(pool, 1);
    assertThat(pool.health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void looksFromThreeDataCentresOfEachRegion() throws InterruptedException {
    Pool pool = healthy("WEU", "EEU");

    rounds(pool, 1);

    assertThat(asked).containsOnlyKeys("WEU0", "WEU1", "WEU2", "EEU0", "EEU1", "EEU2");
    assertThat(asked.values()).allMatch(count -> count.get() == 1);
  }

  @Test
  void staysHealthyWhereOneDataCentreOfThreeFails() throws InterruptedException {
    Pool pool = healthy("WEU");
    looks.put("WEU1", HealthCheckResult.FAILED);

    rounds(pool, 10);

    assertThat(pool.health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void failsWithMostDataCentresOfItsRegion() throws InterruptedException {
    Pool pool = healthy("WEU");
    looks.putAll(Map.of("WEU1", HealthCheckResult.FAILED, "WEU2", HealthCheckResult.SILENT));

    rounds(pool, DOWN);

    assertThat(pool.health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void staysHealthyWhereOneRegionOfThreeFails() throws InterruptedException {
    Pool pool = healthy("WEU", "EEU", "ENAM");
    looks.put("ENAM", HealthCheckResult.FAILED);

    rounds(pool, 10);
    assertThat(pool.health()).isEqualTo(Health.HEALTHY);

    looks.put("EEU", HealthCheckResult.FAILED);
    rounds(pool, DOWN);
    assertThat(pool.health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void isUnhealthyWhereHalfOfTheRegionsIsNoMajority() throws InterruptedException {
    Pool pool = healthy("WEU", "EEU");
    looks.put("EEU", HealthCheckResult.FAILED);

    rounds(pool, DOWN);

    assertThat(pool.health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void needsFailuresInARow() throws InterruptedException {
    Pool pool = healthy("WEU");

    for (int n = 0; n < 5; n++) {
      looks.put("WEU", HealthCheckResult.FAILED);
      rounds(pool, DOWN - 1);
      looks.put("WEU", HealthCheckResult.PASSED);
      rounds(pool, 1);
    }

    assertThat(pool.health()).isEqualTo(Health.HEALTHY);
    assertThat(changes).isEmpty();
  }

  @Test
  void needsSuccessesInARowToComeBack() throws InterruptedException {
    Pool pool = healthy("WEU");
    looks.put("WEU", HealthCheckResult.FAILED);
    rounds(pool, DOWN);

    looks.put("WEU", HealthCheckResult.PASSED);
    rounds(pool, UP - 1);
    looks.put("WEU", HealthCheckResult.FAILED);
    rounds(pool, 1);
    looks.put("WEU", HealthCheckResult.PASSED);
    rounds(pool, UP - 1);
    assertThat(pool.health()).isEqualTo(Health.UNHEALTHY);

    rounds(pool, 1);
    assertThat(changes).containsExactly(Health.UNHEALTHY, Health.HEALTHY);
  }

  @Test
  void repeatsSilenceAtOnceAndAnErrorNever() throws InterruptedException {
    Pool pool = healthy("WEU");
    looks.putAll(Map.of("WEU0", HealthCheckResult.SILENT, "WEU1", HealthCheckResult.FAILED));

    rounds(pool, 1);

    Map<String, Integer> counts = new HashMap<>();
    asked.forEach((from, count) -> counts.put(from, count.get()));
    assertThat(counts).isEqualTo(Map.of("WEU0", 3, "WEU1", 1, "WEU2", 1));
  }

  @Test
  void steersReadersAfterHalfOfTheSpreadAlone() throws InterruptedException {
    Pool pool = healthy("WEU");
    looks.put("WEU", HealthCheckResult.FAILED);
    rounds(pool, DOWN);

    nanos.addAndGet(SPREAD.dividedBy(2).toNanos() - 1);
    assertThat(pool.isHealthy()).isTrue();

    nanos.addAndGet(1);
    assertThat(pool.isHealthy()).isFalse();
  }

  @Test
  void isNeitherLookedAtNorUsedWhileSwitchedOffAndThenBeginsAnew() throws InterruptedException {
    Pool pool = healthy("WEU");

    pool.enable(false);
    rounds(pool, 5);
    assertThat(pool.isHealthy()).isFalse();
    assertThat(asked).isEmpty();

    pool.enable(true);
    rounds(pool, UP - 1);
    nanos.addAndGet(SPREAD.toNanos());
    assertThat(pool.isHealthy()).isFalse();
    rounds(pool, 1);
    nanos.addAndGet(SPREAD.toNanos());
    assertThat(pool.isHealthy()).isTrue();
  }

  @Test
  void steersToTheFirstHealthyPoolAndToTheFallbackWhereNoneIs() throws InterruptedException {
    Pool primary = healthy("WEU");
    Pool standby = pool("standby", "WEU");
    Steering steering = new Steering(List.of(primary, standby), standby);
    assertThat(steering.choose()).contains(primary);
    assertThat(steering.after(primary)).as("its health is unknown").isEmpty();

    rounds(standby, UP);
    looks.put("WEU", HealthCheckResult.FAILED);
    rounds(primary, DOWN);
    nanos.addAndGet(SPREAD.toNanos());
    assertThat(steering.choose()).contains(standby);
    assertThat(steering.after(standby)).isEmpty();

    rounds(standby, DOWN);
    nanos.addAndGet(SPREAD.toNanos());
    assertThat(standby.isHealthy()).isFalse();
    assertThat(steering.choose()).as("whatever its health").contains(standby);

    standby.enable(false);
    assertThat(steering.choose()).isEmpty();
  }
}
