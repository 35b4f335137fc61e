package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.MonitorSettings.WorstCase;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.S3Endpoint;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** How a primary fails: for readers, for the writer and for the replicator alike. */
enum Failure {
  /** Nothing listens any more; what was under way breaks. */
  REFUSES("refuses connections") {
    @Override
    Runnable strike(S3Endpoint primary) {
      primary.pause();
      return primary::resume;
    }
  },
  /** S3 answers, and every answer is 503. */
  ERRORS("answers 503") {
    @Override
    Runnable strike(S3Endpoint primary) {
      primary.faults((operation, bucket, key) -> Fault.refuse(503, "ServiceUnavailable"));
      return () -> primary.faults((operation, bucket, key) -> Fault.NONE);
    }
  },
  /** Connections are accepted, and nothing is answered. */
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
   * @return brings it back
   */
  abstract Runnable strike(S3Endpoint primary);

  /** Which of the worst cases is this one's. */
  Duration worst(WorstCase worst) {
    return worst.errors();
  }

  /** What the primary does, as in "the primary is silent". */
  String words() {
    return words;
  }
}
