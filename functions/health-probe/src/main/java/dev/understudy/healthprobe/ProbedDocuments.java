package dev.understudy.healthprobe;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.HttpReader;
import dev.understudy.core.s3.HttpReader.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The documents that the checks read over HTTP: their URLs, and the identity shown to each. */
final class ProbedDocuments {
  private final ProbeConfig config;
  private final Deployment deployment;
  private final ProbeConnections connections;

  ProbedDocuments(ProbeConfig config, ProbeConnections connections) {
    this.config = config;
    this.deployment = config.deployment();
    this.connections = connections;
  }

  /** The primary's health object; without a configured URL, the one at the bucket's address. */
  ProbedDocument primaryHealth() {
    return new ProbedDocument(this::primaryHealthUrl, this::readPrimary);
  }

  /** The standby's health object; without a configured URL, the one at the functions' endpoint. */
  ProbedDocument standbyHealth() {
    return new ProbedDocument(this::standbyHealthUrl, this::readStandby);
  }

  /**
   * The standby's health object at the functions' endpoint. No edge is between, so the Date header
   * of the response shows the standby's clock.
   */
  ProbedDocument standbyClock() {
    return new ProbedDocument(this::healthUrlOfFunctions, this::readStandby);
  }

  /** The health object that the edge serves, past its cache. */
  ProbedDocument edgeHealth() {
    return new ProbedDocument(
        () -> config.publicUrl().orElseThrow().resolve("/" + ReservedKeys.HEALTH),
        url -> connections.publicReader.get().get(url, Map.of("Cache-Control", "no-cache")));
  }

  /** MinIO's metrics of the cluster. */
  ProbedDocument standbyMetrics() {
    return new ProbedDocument(() -> config.standbyMetricsUrl().orElseThrow(), this::readMetrics);
  }

  private URI primaryHealthUrl() {
    return config.primaryHealthUrl().orElseGet(this::healthUrlOfBucket);
  }

  private URI healthUrlOfBucket() {
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
                            ReservedKeys.HEALTH)));
  }

  private URI standbyHealthUrl() {
    return config.standbyHealthUrl().orElseGet(this::healthUrlOfFunctions);
  }

  private URI healthUrlOfFunctions() {
    return health(connections.secret.get().endpoint(), deployment.standbyBucket());
  }

  private static URI health(URI endpoint, String bucket) {
    return endpoint.resolve("/%s/%s".formatted(bucket, ReservedKeys.HEALTH));
  }

  /** Reads as the edge does. S3 requires a signature, because the bucket only admits the edge. */
  private Answer readPrimary(URI url) throws IOException {
    boolean s3 =
        url.getHost().endsWith(".amazonaws.com")
            || deployment.primaryEndpoint().filter(s -> Endpoints.sameServer(s, url)).isPresent();
    HttpReader reader = connections.publicReader.get();
    return s3 ? reader.getSigned(url, deployment.aws()) : reader.get(url, Map.of());
  }

  /** Reads unsigned, as a reader does. */
  private Answer readStandby(URI url) throws IOException {
    return standbyReader(url).get(url, Map.of());
  }

  /** Reads with a token that is signed with the functions' secret key. */
  private Answer readMetrics(URI url) throws IOException {
    StandbySecret secret = connections.secret.get();
    String token = MetricsToken.of(secret);
    return standbyReader(url).get(url, Map.of("Authorization", "Bearer " + token));
  }

  /** The client certificate is shown only to the server that the secret names. */
  private HttpReader standbyReader(URI url) {
    boolean named =
        connections
            .secret
            .tryGet()
            .filter(secret -> Endpoints.sameServer(secret.endpoint(), url))
            .isPresent();
    return named ? connections.standbyReader.get() : connections.publicReader.get();
  }
}
