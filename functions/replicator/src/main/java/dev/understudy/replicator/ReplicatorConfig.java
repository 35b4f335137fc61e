package dev.understudy.replicator;

import dev.understudy.core.config.Environment;
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
 * @param parts how large objects are copied
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

  /** The number of connections to each store. */
  private static final int MAX_PARALLEL = 128;

  /**
   * @throws dev.understudy.core.config.ConfigurationException that lists every missing or wrong
   *     variable
   */
  static ReplicatorConfig of(Environment environment) {
    ReplicatorConfig config =
        new ReplicatorConfig(
            Deployment.of(environment),
            environment.required("CHANGES_QUEUE_URL"),
            environment.optional("REPAIRS_QUEUE_URL"),
            environment.required("DEAD_LETTER_QUEUE_URL"),
            environment.integer("PARALLEL_KEYS", 10, 1, 64),
            new PartSettings(
                (long) environment.integer("PART_SIZE_MIB", 64, 5, 5 * 1024) << 20,
                environment.integer("PARALLEL_PARTS", 4, 1, 16),
                RESUMABLE_BYTES),
            ScopeVariables.of(environment),
            Duration.ofSeconds(environment.integer("DEADLINE_GUARD_SECONDS", 20, 1, 300)),
            environment.integer("PARK_AFTER_RECEIVES", 10, 1, MAX_PARK_AFTER_RECEIVES));
    if (config.parallelKeys * config.parts.parallel() > MAX_PARALLEL) {
      environment.mistake(
          "PARALLEL_KEYS x PARALLEL_PARTS is %d x %d but must be at most %d, as each part in progress holds a connection"
              .formatted(config.parallelKeys, config.parts.parallel(), MAX_PARALLEL));
    }
    environment.verify();
    return config;
  }
}
