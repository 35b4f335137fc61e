package dev.understudy.healthprobe;

import java.time.Duration;

/** Looks at one thing. Keeps nothing; used by one thread. */
interface Check {
  /**
   * Looks.
   *
   * @param time how long there is; what takes longer is broken off
   * @throws Exception if the thing cannot be seen; the message says why, for people
   */
  Observation run(ProbeConnections sites, Duration time) throws Exception;

  /**
   * What is to be reported where the thing could not be seen.
   *
   * @param why one sentence
   */
  default Observation unseen(String why) {
    return Observation.unseen(why);
  }
}
