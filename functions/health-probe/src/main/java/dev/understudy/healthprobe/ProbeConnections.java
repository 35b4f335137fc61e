package dev.understudy.healthprobe;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.SqsDepths;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.HttpReader;
import dev.understudy.core.s3.HttpReader.Answer;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.s3.S3Standby;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Everything that is looked at, for one run: each connection is made when a check first needs it,
 * and all of them are broken on closing, so that no check outlives its run. What cannot be had, as
 * a secret that cannot be read, fails each check that needs it, and no other. Safe for several
 * threads. Over the usual length, as all addresses and identities meet in it.
 */
final class ProbeConnections implements AutoCloseable {
  private final ProbeConfig config;
  private final Deployment deployment;
  private final RandomGenerator random;
  private final Lazy<StandbySecret> secret;
  private final Lazy<S3Primary> primary;
  private final Lazy<S3ProbeClient> primaryWatch;
  private final Lazy<S3Standby> standby;
  private final Lazy<SqsDepths> depths;
  private final Lazy<HttpReader> publicReader;
  private final Lazy<HttpReader> standbyReader;

  /**
   * @param random for looks by chance; used by one thread at a time
   */
  ProbeConnections(ProbeConfig config, RandomGenerator random) {
    this.config = config;
    this.deployment = config.deployment();
    this.random = random;
    AwsAccess aws = deployment.aws();
    this.secret = new Lazy<>(deployment.standbySecret(), s -> {});
    this.primary = new Lazy<>(() -> deployment.connectPrimary(new CallCounter()), S3Primary::close);
    this.primaryWatch =
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
    Duration patience = config.checkTimeout();
    this.publicReader =
        new Lazy<>(() -> HttpReader.of(TlsMaterial.NONE, patience), HttpReader::close);
    this.standbyReader =
        new Lazy<>(() -> HttpReader.of(secret.get().tls(), patience), HttpReader::close);
  }

  S3Primary primary() {
    return primary.get();
  }

  S3ProbeClient primaryWatch() {
    return primaryWatch.get();
  }

  S3Standby standby() {
    return standby.get();
  }

  SqsDepths depths() {
    return depths.get();
  }

  RandomGenerator random() {
    return random;
  }

  String changesQueueUrl() {
    return config.changesQueueUrl();
  }

  /** Each queue's URL, by the metric of what waits in it. */
  Map<Metric, String> queues() {
    Map<Metric, String> queues = new LinkedHashMap<>();
    queues.put(Metric.CHANGES_WAITING, config.changesQueueUrl());
    queues.put(Metric.REPAIRS_WAITING, config.repairsQueueUrl());
    queues.put(Metric.PARKED_WAITING, config.deadLetterQueueUrl());
    return queues;
  }

  /** The primary's health object; where none is configured, that of the bucket's own address. */
  URI primaryHealth() {
    return config.primaryHealthUrl().orElseGet(this::primaryHealthByBucket);
  }

  private URI primaryHealthByBucket() {
    return deployment
        .primaryEndpoint()
        .map(endpoint -> health(endpoint, deployment.primaryBucket()))
        .orElseGet(
            () ->
                URI.create(
                    "https://%s.s3.%s.amazonaws.com/%s"
                        .formatted(
                            deployment.primaryBucket(),
                            deployment.aws().regionName(),
                            Origin.HEALTH_KEY)));
  }

  /** The standby's health object; where none is configured, that behind the functions' door. */
  URI standbyHealth() {
    return config
        .standbyHealthUrl()
        .orElseGet(() -> health(secret.get().endpoint(), deployment.standbyBucket()));
  }

  private static URI health(URI endpoint, String bucket) {
    return endpoint.resolve("/%s/%s".formatted(bucket, Origin.HEALTH_KEY));
  }

  URI edge() {
    return config.publicUrl().orElseThrow();
  }

  URI standbyMetrics() {
    return config.standbyMetricsUrl().orElseThrow();
  }

  /** The https endpoints whose address is known, by the name in the metrics' dimension. */
  Map<String, URI> tlsEndpoints() {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    endpoints.put("primary", primaryHealth());
    Optional<URI> door = secret.tryGet().map(StandbySecret::endpoint);
    door.ifPresent(endpoint -> endpoints.put("standby", endpoint));
    config
        .standbyHealthUrl()
        .filter(url -> door.map(endpoint -> !isSameServer(endpoint, url)).orElse(true))
        .ifPresent(url -> endpoints.put("standby-origin", url));
    config.publicUrl().ifPresent(url -> endpoints.put("edge", url));
    endpoints.values().removeIf(uri -> !"https".equals(uri.getScheme()));
    return endpoints;
  }

  /** Why the address of an endpoint is not known. */
  List<String> unknownEndpoints() {
    return secret.failure().map(e -> List.of(String.valueOf(e.getMessage()))).orElse(List.of());
  }

  /** As the edge does; but an S3 wants to know who asks, as it lets nobody in but the edge. */
  Answer readPrimary(URI url) throws IOException {
    boolean s3 =
        url.getHost().endsWith(".amazonaws.com")
            || deployment.primaryEndpoint().filter(own -> isSameServer(own, url)).isPresent();
    return s3
        ? publicReader.get().getSigned(url, deployment.aws())
        : publicReader.get().get(url, Map.of());
  }

  /** As a reader does: unsigned, with the functions' client certificate at their own door. */
  Answer readStandby(URI url) throws IOException {
    return reader(url).get(url, Map.of());
  }

  /** As a reader does. */
  Answer readPublic(URI url) throws IOException {
    return publicReader.get().get(url, Map.of("Cache-Control", "no-cache"));
  }

  /** With a token made of the key that the functions write with. */
  Answer readMetrics(URI url) throws IOException {
    String token = MetricsToken.of(secret.get());
    return reader(url).get(url, Map.of("Authorization", "Bearer " + token));
  }

  /** Our identity is for the server that has issued it, and no other is to see it. */
  private HttpReader reader(URI url) {
    boolean own = secret.tryGet().filter(s -> isSameServer(s.endpoint(), url)).isPresent();
    return own ? standbyReader.get() : publicReader.get();
  }

  private static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getAuthority().equalsIgnoreCase(other.getAuthority());
  }

  /** Ends every call under way, in whichever thread. */
  @Override
  public void close() {
    List.of(primary, primaryWatch, standby, depths, publicReader, standbyReader)
        .forEach(Lazy::close);
  }
}
