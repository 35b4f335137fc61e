package dev.understudy.core.deployment;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.StandbySecrets;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What every function of one deployment is told alike; README.md has the table.
 *
 * @param primaryOwner the account that must own the primary bucket
 * @param primaryEndpoint another S3 than Amazon's
 * @param standbySecret reads the standby's secret anew on each call
 * @param sqsEndpoint another SQS than Amazon's
 * @param promoted whether the standby takes writes of others, so that it must not be made equal
 */
public record Deployment(
    AwsAccess aws,
    String primaryBucket,
    Optional<String> primaryOwner,
    Optional<URI> primaryEndpoint,
    String standbyBucket,
    Supplier<StandbySecret> standbySecret,
    Optional<URI> sqsEndpoint,
    boolean promoted) {
  private static final Logger LOG = LogManager.getLogger(Deployment.class);

  /** Any answer will do, so the object need not be there. */
  private static final ObjectKey HEALTH = new ObjectKey(".origin/health");

  /** Reads the variables; what is missing or wrong is noted there, for its verify. */
  public static Deployment of(Environment environment) {
    AwsAccess aws = AwsAccess.of(environment);
    return new Deployment(
        aws,
        environment.required("PRIMARY_BUCKET"),
        environment.optional("PRIMARY_OWNER"),
        environment.endpoint("PRIMARY_ENDPOINT"),
        environment.required("STANDBY_BUCKET"),
        StandbySecrets.of(environment, aws),
        environment.endpoint("SQS_ENDPOINT"),
        environment.isOn("PROMOTED"));
  }

  /**
   * Both stores, with the secret as it is now.
   *
   * @throws dev.understudy.core.config.ConfigurationException if the secret cannot be read or is
   *     wrong
   */
  public BothStores connect() {
    return connect(standbySecret.get(), new CallCounter());
  }

  /**
   * Both stores. The caller closes them; either connects when it is first used.
   *
   * @param calls counts every attempt
   * @throws dev.understudy.core.config.ConfigurationException if the secret's TLS material is wrong
   */
  public BothStores connect(StandbySecret secret, CallCounter calls) {
    S3Standby standby = S3Standby.connect(secret, standbyBucket, calls);
    return new BothStores(connectPrimary(calls), standby);
  }

  /**
   * Looks at the primary once without a name, whatever the answer: the classes and trusted
   * authorities of a TLS connection are loaded then, and neither a credential nor a connection is
   * kept. Never throws, and takes seconds at most.
   */
  public void rehearseTls() {
    try (S3Primary primary =
        S3Primary.connect(
            aws.withoutName(), primaryEndpoint, primaryBucket, primaryOwner, new CallCounter())) {
      primary.head(HEALTH);
    } catch (RuntimeException e) {
      // It is refused, as it should be.
      LOG.debug("The rehearsed look at the primary was answered with {}", e.getMessage());
    }
  }

  /**
   * The primary alone. The caller closes it; connects when it is first used.
   *
   * @param calls counts every attempt
   */
  public S3Primary connectPrimary(CallCounter calls) {
    return S3Primary.connect(aws, primaryEndpoint, primaryBucket, primaryOwner, calls);
  }
}
