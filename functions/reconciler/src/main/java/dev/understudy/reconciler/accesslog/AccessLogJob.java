package dev.understudy.reconciler.accesslog;

import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.telemetry.Metric;
import dev.understudy.core.telemetry.TelemetryEvent;
import dev.understudy.core.time.Deadline;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Connects the logs and the primary for one run, and logs what it did, with metrics. */
public final class AccessLogJob {
  private static final int PARALLEL_FILES = 16;

  private final Deployment deployment;
  private final LogSettings settings;
  private final Clock clock;

  public AccessLogJob(Deployment deployment, LogSettings settings, Clock clock) {
    this.deployment = deployment;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads new log files until none is left, or the time is up.
   *
   * @return what the run did, as the answer of the function
   * @throws dev.understudy.core.store.StoreException if the logs or the set of hot keys could not
   *     be read or written
   */
  public Map<String, Object> run(String requestId, Deadline deadline) {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL_FILES);
    try (S3Primary logs = connectLogs();
        S3Primary primary = deployment.connectPrimary(new CallCounter());
        S3ProbeClient writer = connectWriter()) {
      HotSetStore store =
          new HotSetStore(
              primary, (content, condition) -> writer.put(ReservedKeys.HOT, content, condition));
      FoldResult result = new LogFold(settings, logs, logs, store, clock, threads).run(deadline);
      deployment.telemetry().emit(event(result).with("requestId", requestId));
      return result.toMap();
    } finally {
      threads.shutdownNow();
    }
  }

  private S3Primary connectLogs() {
    return S3Primary.connect(
        deployment.aws(),
        deployment.primaryEndpoint(),
        settings.bucket(),
        deployment.primaryOwner(),
        new CallCounter());
  }

  private S3ProbeClient connectWriter() {
    return S3ProbeClient.connect(
        deployment.aws(),
        deployment.primaryEndpoint(),
        deployment.primaryBucket(),
        deployment.primaryOwner());
  }

  private TelemetryEvent event(FoldResult result) {
    boolean isGood = result.content().bad() == 0 && result.dropped() == 0;
    TelemetryEvent event =
        isGood
            ? TelemetryEvent.info("Read the access logs")
            : TelemetryEvent.warning("Read the access logs, and not everything counts");
    return event
        .with("complete", result.complete())
        .with("daysWithLogs", result.stored().set().days())
        .metric(Metric.HOT_KEYS, result.keys())
        .metric(Metric.HOT_KEYS_DROPPED, (double) result.dropped())
        .metric(Metric.HOT_LOG_FILES, (double) result.files())
        .metric(Metric.HOT_BAD_LINES, (double) result.content().bad())
        .metric(Metric.HOT_LOG_AGE_SECONDS, (double) result.age(clock.instant()).toSeconds());
  }
}
