package dev.understudy.healthprobe;

import java.time.Duration;

/** Observes one part of the deployment in one run. Used by one thread. */
interface Check {
  /**
   * Runs the check.
   *
   * @param timeout the time for the whole check; the run breaks its connections afterwards
   * @throws Exception if the part cannot be observed; the message is the reason, for people
   */
  Observation run(Duration timeout) throws Exception;

  /**
   * The observation of a check that failed or timed out.
   *
   * @param reason one sentence
   */
  default Observation failed(String reason) {
    return Observation.failed(reason);
  }
}
