package dev.understudy.reconciler;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.StandbySecrets;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that the reconciler can be told; README.md has the table.
 *
 * @param primaryOwner the account that must own the primary bucket
 * @param primaryEndpoint another S3 than Amazon's
 * @param standbySecret reads the standby's secret anew on each call
 * @param sqsEndpoint another SQS than Amazon's
 * @param deadlineGuard how long before the invocation's end no further key is compared
 * @param promoted whether the standby takes writes of others, so that nothing is to be repaired
 */
record ReconcilerConfig(
    AwsAccess aws,
    String primaryBucket,
    Optional<String> primaryOwner,
    Optional<URI> primaryEndpoint,
    String standbyBucket,
    Supplier<StandbySecret> standbySecret,
    String repairsQueueUrl,
    Optional<URI> sqsEndpoint,
    Settings settings,
    Duration deadlineGuard,
    boolean promoted) {

  /**
   * @throws dev.understudy.core.config.ConfigurationException that lists everything missing or
   *     wrong
   */
  static ReconcilerConfig of(Environment environment) {
    AwsAccess aws = AwsAccess.of(environment);
    ReconcilerConfig config =
        new ReconcilerConfig(
            aws,
            environment.required("PRIMARY_BUCKET"),
            environment.optional("PRIMARY_OWNER"),
            environment.endpoint("PRIMARY_ENDPOINT"),
            environment.required("STANDBY_BUCKET"),
            StandbySecrets.of(environment, aws),
            environment.required("REPAIRS_QUEUE_URL"),
            environment.endpoint("SQS_ENDPOINT"),
            settings(environment),
            Duration.ofSeconds(environment.integer("RECONCILER_GUARD_SECONDS", 60, 1, 300)),
            environment.isOn("PROMOTED"));
    environment.verify();
    return config;
  }

  private static Settings settings(Environment environment) {
    return new Settings(
        Duration.ofSeconds(environment.integer("GRACE_SECONDS", 300, 0, 86_400)),
        environment.integer("BRAKE_KEYS", 1000, 0, Integer.MAX_VALUE),
        environment.integer("BRAKE_PERCENT", 10, 0, 100),
        environment.integer("DEEP_CHECK_DAYS", 30, 0, 365),
        environment.integer("REPAIRS_MOST_WAITING", 100_000, 10, Integer.MAX_VALUE),
        environment.integer("LOOKS_AT_ONCE", 16, 1, 64),
        1000);
  }
}
