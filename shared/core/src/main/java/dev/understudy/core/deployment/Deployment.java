package dev.understudy.core.deployment;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.StandbySecrets;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.LabelVariables;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.telemetry.Telemetry;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The configuration that all functions of one deployment share. docs/configuration.md has the
 * table.
 *
 * @param primaryOwner the id of the account that must own the primary bucket
 * @param primaryEndpoint an S3 endpoint other than AWS's, addressed path-style
 * @param standbySecret reads the standby's secret anew on each call
 * @param labels what the standby holds of an object's labels
 * @param sqsEndpoint an SQS endpoint other than AWS's
 * @param promoted whether the standby takes writes from others. If it does, nothing may replicate
 *     to it.
 * @param filtered whether the filter in the primary narrows the scope (docs/filters.md)
 * @param hotDays within how many days an object must have been read to be in scope; 0 if that does
 *     not matter (docs/hot-objects.md)
 * @param metricNamespace the namespace of the metrics; each standby of a primary has its own
 */
public record Deployment(
    AwsAccess aws,
    String primaryBucket,
    Optional<String> primaryOwner,
    Optional<URI> primaryEndpoint,
    String standbyBucket,
    Supplier<StandbySecret> standbySecret,
    HeldLabels labels,
    Optional<URI> sqsEndpoint,
    boolean promoted,
    boolean filtered,
    int hotDays,
    String metricNamespace) {
  private static final Logger LOG = LogManager.getLogger(Deployment.class);

  /** Reads the variables. The environment collects what is missing or wrong. */
  public static Deployment of(Environment environment) {
    AwsAccess aws = AwsAccess.of(environment);
    return new Deployment(
        aws,
        environment.required("PRIMARY_BUCKET"),
        environment.optional("PRIMARY_OWNER"),
        environment.endpoint("PRIMARY_ENDPOINT"),
        environment.required("STANDBY_BUCKET"),
        StandbySecrets.of(environment, aws),
        LabelVariables.of(environment),
        environment.endpoint("SQS_ENDPOINT"),
        environment.isOn("PROMOTED"),
        ScopeVariables.isFiltered(environment),
        ScopeVariables.hotDays(environment),
        environment.optional("METRIC_NAMESPACE").orElse(Telemetry.NAMESPACE));
  }

  /** Writes events and metrics of this deployment. */
  public Telemetry telemetry() {
    return new Telemetry(metricNamespace, primaryBucket);
  }

  /**
   * Connects both stores with the current secret.
   *
   * @return the stores; the caller closes them
   * @throws dev.understudy.core.config.ConfigurationException if the secret cannot be read or is
   *     wrong
   */
  public BothStores connect() {
    return connect(standbySecret.get(), new CallCounter(), () -> 0);
  }

  /**
   * Connects both stores. Each opens its first connection when it is first used.
   *
   * @param calls counts the attempts of both clients
   * @param pace the nanoseconds to wait before the next attempt at the standby, asked once for each
   * @return the stores; the caller closes them
   * @throws dev.understudy.core.config.ConfigurationException if the secret's TLS material is wrong
   */
  public BothStores connect(StandbySecret secret, CallCounter calls, LongSupplier pace) {
    S3Standby standby = S3Standby.connect(secret, standbyBucket, calls, pace);
    S3Primary primary = connectPrimary(calls);
    return BothStores.of(
        primary,
        standby,
        labels,
        () -> {
          primary.close();
          standby.close();
        });
  }

  /**
   * Sends one anonymous HEAD to the primary, so that the classes and trusted authorities of a TLS
   * connection are loaded. Keeps neither a credential nor a connection. Never throws, and takes
   * seconds at most.
   */
  public void warmUpTls() {
    try (S3Primary primary =
        S3Primary.connect(
            aws.anonymous(), primaryEndpoint, primaryBucket, primaryOwner, new CallCounter())) {
      primary.head(ReservedKeys.HEALTH);
    } catch (RuntimeException e) {
      // An anonymous request is expected to be refused.
      LOG.debug("The anonymous HEAD of the primary failed: {}", e.getMessage());
    }
  }

  /**
   * Connects the primary alone. It opens its first connection when it is first used.
   *
   * @param calls counts the client's attempts
   * @return the primary; the caller closes it
   */
  public S3Primary connectPrimary(CallCounter calls) {
    return S3Primary.connect(aws, primaryEndpoint, primaryBucket, primaryOwner, calls);
  }
}
