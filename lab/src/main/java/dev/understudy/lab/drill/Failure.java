package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.MonitorSettings.WorstCase;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.S3Endpoint;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** How a primary fails, for readers, writer and replicator alike. */
enum Failure {
  /** The port is closed, and open connections break. */
  REFUSES("refuses connections") {
    @Override
    Runnable strike(S3Endpoint primary) {
      primary.pause();
      return primary::resume;
    }
  },
  /** Every answer is 503. */
  ERRORS("answers 503") {
    @Override
    Runnable strike(S3Endpoint primary) {
      primary.faults((operation, bucket, key) -> Fault.refuse(503, "ServiceUnavailable"));
      return () -> primary.faults((operation, bucket, key) -> Fault.NONE);
    }
  },
  /** Connections are accepted, and no request is answered. */
  SILENT("is silent") {
    @Override
    Runnable strike(S3Endpoint primary) {
      CountDownLatch over = new CountDownLatch(1);
      primary.faults((operation, bucket, key) -> Fault.stall(over));
      return () -> {
        primary.faults((operation, bucket, key) -> Fault.NONE);
        over.countDown();
      };
    }

    @Override
    Duration worst(WorstCase worst) {
      return worst.silence();
    }
  };

  private final String words;

  Failure(String words) {
    this.words = words;
  }

  /**
   * Makes the primary fail at once.
   *
   * @return repairs the primary
   */
  abstract Runnable strike(S3Endpoint primary);

  /** The longest outage that the edge's settings allow for this failure. */
  Duration worst(WorstCase worst) {
    return worst.errors();
  }

  /** A predicate for "the primary ...", such as "is silent". */
  String words() {
    return words;
  }
}
