package dev.understudy.healthprobe;

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

/** Makes the checks of one run, beside each other and each for so long at most. */
final class Probe {
  private static final Logger LOG = LogManager.getLogger(Probe.class);

  /** For a thread whose connection was broken, to notice. */
  private static final Duration TO_END = Duration.ofSeconds(2);

  private final ProbeConfig config;
  private final Supplier<ProbeConnections> open;

  /**
   * @param open connects for one run
   */
  Probe(ProbeConfig config, Supplier<ProbeConnections> open) {
    this.config = config;
    this.open = open;
  }

  /**
   * One run. Whatever is wrong with any site is part of what is observed; nothing is thrown for it.
   */
  ProbeReport run(ProbeRequest request) {
    long began = System.nanoTime();
    Map<CheckName, String> leftOut = new EnumMap<>(CheckName.class);
    leftOut.putAll(config.leftOut());
    leftOut.keySet().retainAll(request.only());
    Set<CheckName> checks = EnumSet.copyOf(request.only());
    checks.removeAll(leftOut.keySet());
    Map<CheckName, Observation> seen = checks.isEmpty() ? Map.of() : look(checks);
    return ProbeReport.of(request, seen, leftOut, (System.nanoTime() - began) / 1e9);
  }

  private Map<CheckName, Observation> look(Set<CheckName> checks) {
    ExecutorService threads = Executors.newFixedThreadPool(checks.size());
    try (ProbeConnections sites = open.get()) {
      Map<CheckName, Future<Observation>> running = new EnumMap<>(CheckName.class);
      for (CheckName name : checks) {
        running.put(name, threads.submit(() -> name.check().run(sites, config.checkTimeout())));
      }
      long end = System.nanoTime() + config.checkTimeout().toNanos();
      Map<CheckName, Observation> seen = new EnumMap<>(CheckName.class);
      running.forEach((name, future) -> seen.put(name, await(name, future, end)));
      return seen;
    } finally {
      stop(threads);
    }
  }

  private Observation await(CheckName name, Future<Observation> future, long end) {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      return name.check()
          .unseen("No answer within %d s".formatted(config.checkTimeout().toSeconds()));
    } catch (ExecutionException e) {
      return name.check().unseen(said(name, e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return name.check().unseen("The run was interrupted");
    }
  }

  private static String said(CheckName name, @Nullable Throwable e) {
    if (e instanceof NullPointerException
        || e instanceof ClassCastException
        || e instanceof Error) {
      LOG.error("The check {} met what nobody foresaw", name.label(), e);
    }
    if (e == null) {
      return "It failed without a reason";
    }
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  /** The sites are closed by now, so that what still waits for one of them ends. */
  private static void stop(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A check has not ended with its run");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
