package dev.understudy.replicator;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.Limits;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.object.Scope;
import java.time.Duration;
import java.util.Optional;

/**
 * The replicator's configuration. docs/configuration.md has the table.
 *
 * @param deployment what all functions share
 * @param parallelKeys the number of keys that converge at a time; each may hold 8 MiB
 * @param parts how large objects are copied; under a limit, each part fits into one invocation
 * @param limits what all invocations together may do at the standby
 * @param scope the objects that may have a replica
 * @param deadlineGuard how long before the end of the invocation all calls have ended
 * @param parkAfterReceives the number of receives after which a failing message is parked, if both
 *     stores are healthy
 */
record ReplicatorConfig(
    Deployment deployment,
    String changesQueueUrl,
    Optional<String> repairsQueueUrl,
    String deadLetterQueueUrl,
    int parallelKeys,
    PartSettings parts,
    Limits limits,
    Scope scope,
    Duration deadlineGuard,
    int parkAfterReceives) {

  /**
   * A message in doubt returns every 30 minutes, so it is received 192 times before it expires
   * after four days. It must be parked before that.
   */
  static final int MAX_PARK_AFTER_RECEIVES = 100;

  /** About what one invocation copies at 1 MiB/s. Smaller objects rarely need the lease. */
  private static final long RESUMABLE_BYTES = 256L << 20;

  /** The function's timeout in template.yaml. */
  static final Duration INVOCATION = Duration.ofMinutes(5);

  /** Until a cold start has read both sides of the first object. */
  private static final Duration START = Duration.ofSeconds(24);

  /** A part may begin while at least twice its time is left. */
  private static final int PARTS_PER_INVOCATION = 4;

  /** The number of connections to each store. */
  private static final int MAX_PARALLEL = 128;

  /**
   * @throws dev.understudy.core.config.ConfigurationException that lists every missing or wrong
   *     variable
   */
  static ReplicatorConfig of(Environment environment) {
    Limits limits = Limits.of(environment);
    ReplicatorConfig config =
        new ReplicatorConfig(
            Deployment.of(environment),
            environment.required("CHANGES_QUEUE_URL"),
            environment.optional("REPAIRS_QUEUE_URL"),
            environment.required("DEAD_LETTER_QUEUE_URL"),
            environment.integer("PARALLEL_KEYS", 10, 1, 64),
            parts(environment, limits),
            limits,
            ScopeVariables.of(environment),
            Duration.ofSeconds(environment.integer("DEADLINE_GUARD_SECONDS", 20, 1, 300)),
            environment.integer("PARK_AFTER_RECEIVES", 10, 1, MAX_PARK_AFTER_RECEIVES));
    if (config.parallelKeys * config.parts.parallel() > MAX_PARALLEL) {
      environment.mistake(
          "PARALLEL_KEYS x PARALLEL_PARTS is %d x %d but must be at most %d, as each part in progress holds a connection"
              .formatted(config.parallelKeys, config.parts.parallel(), MAX_PARALLEL));
    }
    config.checkBandwidth(environment);
    config.checkRequests(environment);
    environment.verify();
    return config;
  }

  private static PartSettings parts(Environment environment, Limits limits) {
    PartSettings parts =
        new PartSettings(
            (long) environment.integer("PART_SIZE_MIB", 64, 5, 5 * 1024) << 20,
            environment.integer("PARALLEL_PARTS", 4, 1, 16),
            RESUMABLE_BYTES);
    if (!limits.bandwidth().isLimited()) {
      return parts;
    }
    long most = (long) (lowestShare(limits) * INVOCATION.toSeconds() / PARTS_PER_INVOCATION);
    return parts.within(
        Math.max(PartLayout.MIN_PART_BYTES, most), Math.max(Copier.BUFFER_BYTES, most));
  }

  private static double lowestShare(Limits limits) {
    return limits.bandwidth().lowest() / limits.invocations();
  }

  /** The largest PUT must fit twice into what is left after the start ({@link Transfers}). */
  private void checkBandwidth(Environment environment) {
    long seconds = INVOCATION.minus(deadlineGuard).minus(START).toSeconds();
    double needed = 2.0 * Copier.BUFFER_BYTES / Math.max(1, seconds);
    double share = lowestShare(limits);
    if (share < needed) {
      environment.mistake(
          "BANDWIDTH at its lowest is %.0f bytes per second for each of %d invocations but must be at least %.0f for each, %.0fk in all, so that an object of 8 MiB fits into one invocation; increase it, or lower MAXIMUM_CONCURRENCY or REPAIRS_CONCURRENCY"
              .formatted(
                  share,
                  limits.invocations(),
                  Math.ceil(needed),
                  Math.ceil(needed * limits.invocations() / 1024)));
    }
  }

  /** What is in progress at the deadline must still be ended in order, within half of the guard. */
  private void checkRequests(Environment environment) {
    double seconds = deadlineGuard.toMillis() / 2000.0;
    int needed =
        (int) Math.ceil(parallelKeys * (parts.parallel() + 1) / seconds * limits.invocations());
    if (limits.requestsPerSecond() > 0 && limits.requestsPerSecond() < needed) {
      environment.mistake(
          "REQUESTS_PER_SECOND is %d but must be at least %d for %d invocations of %d keys and %d parts at a time, or 0 for no limit; increase it, or lower MAXIMUM_CONCURRENCY, REPAIRS_CONCURRENCY, PARALLEL_KEYS or PARALLEL_PARTS"
              .formatted(
                  limits.requestsPerSecond(),
                  needed,
                  limits.invocations(),
                  parallelKeys,
                  parts.parallel()));
    }
  }
}
