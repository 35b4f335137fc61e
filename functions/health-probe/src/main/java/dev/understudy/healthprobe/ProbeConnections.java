package dev.understudy.healthprobe;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.SqsDepths;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.HttpReader;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.s3.S3Standby;
import java.time.Duration;
import java.util.List;

/**
 * The connections of one run. Each opens when a check first needs it. A failure to open one, for
 * example because the secret cannot be read, fails the checks that need it and no other. Safe for
 * several threads.
 */
final class ProbeConnections implements AutoCloseable {
  final Lazy<StandbySecret> secret;
  final Lazy<S3Primary> primary;
  final Lazy<S3ProbeClient> probeClient;
  final Lazy<S3Standby> standby;
  final Lazy<SqsDepths> depths;

  /** Reads from servers with publicly trusted certificates, without a client certificate. */
  final Lazy<HttpReader> publicReader;

  /** Reads with the TLS material of the standby's secret. */
  final Lazy<HttpReader> standbyReader;

  /**
   * @param timeout how long a connection may be silent
   */
  ProbeConnections(Deployment deployment, Duration timeout) {
    AwsAccess aws = deployment.aws();
    this.secret = new Lazy<>(deployment.standbySecret(), s -> {});
    this.primary = new Lazy<>(() -> deployment.connectPrimary(new CallCounter()), S3Primary::close);
    this.probeClient =
        new Lazy<>(
            () ->
                S3ProbeClient.connect(
                    aws,
                    deployment.primaryEndpoint(),
                    deployment.primaryBucket(),
                    deployment.primaryOwner()),
            S3ProbeClient::close);
    this.standby =
        new Lazy<>(
            () -> S3Standby.connect(secret.get(), deployment.standbyBucket(), new CallCounter()),
            S3Standby::close);
    this.depths =
        new Lazy<>(() -> SqsDepths.connect(aws, deployment.sqsEndpoint()), SqsDepths::close);
    this.publicReader =
        new Lazy<>(() -> HttpReader.of(TlsMaterial.NONE, timeout), HttpReader::close);
    this.standbyReader =
        new Lazy<>(() -> HttpReader.of(secret.get().tls(), timeout), HttpReader::close);
  }

  /** Ends every call in progress, in whichever thread; a call to SQS ends by itself within 5 s. */
  @Override
  public void close() {
    List.of(primary, probeClient, standby, depths, publicReader, standbyReader)
        .forEach(Lazy::close);
  }
}
