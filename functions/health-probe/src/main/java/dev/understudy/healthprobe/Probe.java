package dev.understudy.healthprobe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the requested checks in parallel, each within the configured timeout. */
final class Probe {
  private static final Logger LOG = LogManager.getLogger(Probe.class);

  /** The time in which a thread must notice that its connection was broken. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final ProbeConfig config;
  private final Supplier<RunChecks> open;

  /**
   * @param open creates the checks and connections of one run
   */
  Probe(ProbeConfig config, Supplier<RunChecks> open) {
    this.config = config;
    this.open = open;
  }

  /** Runs the checks. A failure of anything that they check is part of the report, never thrown. */
  ProbeReport run(ProbeRequest request) {
    long began = System.nanoTime();
    Map<CheckName, String> leftOut = new EnumMap<>(CheckName.class);
    leftOut.putAll(config.leftOut());
    leftOut.keySet().retainAll(request.only());
    Set<CheckName> checks = EnumSet.copyOf(request.only());
    checks.removeAll(leftOut.keySet());
    Map<CheckName, Observation> seen = checks.isEmpty() ? Map.of() : observe(checks);
    return ProbeReport.of(request, seen, leftOut, (System.nanoTime() - began) / 1e9);
  }

  private Map<CheckName, Observation> observe(Set<CheckName> names) {
    ExecutorService threads = Executors.newFixedThreadPool(names.size());
    try (RunChecks all = open.get()) {
      Map<CheckName, Future<Observation>> running = new EnumMap<>(CheckName.class);
      for (CheckName name : names) {
        Check check = check(all, name);
        running.put(name, threads.submit(() -> check.run(config.checkTimeout())));
      }
      long end = System.nanoTime() + config.checkTimeout().toNanos();
      Map<CheckName, Observation> seen = new EnumMap<>(CheckName.class);
      running.forEach((name, future) -> seen.put(name, await(name, check(all, name), future, end)));
      return seen;
    } finally {
      stop(threads);
    }
  }

  private static Check check(RunChecks all, CheckName name) {
    return requireNonNull(all.byName().get(name), name.label());
  }

  private Observation await(CheckName name, Check check, Future<Observation> future, long end) {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      return check.failed("No answer within %d s".formatted(config.checkTimeout().toSeconds()));
    } catch (ExecutionException e) {
      return check.failed(reason(name, e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return check.failed("The run was interrupted");
    }
  }

  private static String reason(CheckName name, @Nullable Throwable e) {
    if (e instanceof NullPointerException
        || e instanceof ClassCastException
        || e instanceof Error) {
      LOG.error("Unexpected error in check {}", name.label(), e);
    }
    if (e == null) {
      return "It failed without a message";
    }
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  /** The connections are closed by now, so calls in progress end. */
  private static void stop(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A check is still running after the end of its run");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
