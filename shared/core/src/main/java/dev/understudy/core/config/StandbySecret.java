package dev.understudy.core.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The standby's endpoint and the credentials for it. Its text form holds no secret.
 *
 * @param region the region that requests are signed for
 */
public record StandbySecret(
    URI endpoint, String accessKey, String secretKey, TlsMaterial tls, String region) {
  /** The region of a standby that names none. MinIO accepts it, whatever its region is called. */
  public static final String DEFAULT_REGION = "us-east-1";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /** A secret with the default region. */
  public StandbySecret(URI endpoint, String accessKey, String secretKey, TlsMaterial tls) {
    this(endpoint, accessKey, secretKey, tls, DEFAULT_REGION);
  }

  /**
   * Reads the secret's JSON object: {@code endpoint}, {@code accessKey}, {@code secretKey} and,
   * optional, {@code caPem}, {@code clientCertPem}, {@code clientKeyPem}, {@code region} and {@code
   * allowHttp}, which permits plain HTTP to another machine. Unknown fields are ignored.
   *
   * @param where the name of the secret in errors
   * @throws ConfigurationException that lists every missing or wrong field, without any value
   */
  public static StandbySecret of(Map<String, ?> fields, String where) {
    List<String> mistakes = new ArrayList<>();
    String endpoint = required(fields, "endpoint", mistakes);
    String accessKey = required(fields, "accessKey", mistakes);
    String secretKey = required(fields, "secretKey", mistakes);
    Map<String, String> variable = Map.of("endpoint", endpoint);
    Optional<URI> uri =
        endpoint.isEmpty() ? Optional.empty() : new Environment(variable).endpoint("endpoint");
    if (!endpoint.isEmpty() && uri.isEmpty()) {
      mistakes.add("endpoint must look like https://host:port, without a path");
    }
    boolean httpAllowed = "true".equals(String.valueOf(fields.get("allowHttp")));
    uri.filter(u -> isExposed(u) && !httpAllowed).ifPresent(u -> mistakes.add(exposed(u)));
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(
          "%s is not usable: %s".formatted(where, String.join("; ", mistakes)));
    }
    return new StandbySecret(
        uri.orElseThrow(),
        accessKey,
        secretKey,
        new TlsMaterial(
            text(fields, "caPem"), text(fields, "clientCertPem"), text(fields, "clientKeyPem")),
        text(fields, "region").orElse(DEFAULT_REGION));
  }

  /** Whether requests cross a network in plain text: HTTP to a host that is not loopback. */
  public static boolean isExposed(URI endpoint) {
    return "http".equals(endpoint.getScheme()) && !LOOPBACK.matcher(endpoint.getHost()).matches();
  }

  /** The error for an exposed endpoint that is not allowed, with its remedies. */
  public static String exposed(URI endpoint) {
    return "%s is plain HTTP to another machine; use https, or allow it with the field \"allowHttp\": "
            .formatted(endpoint)
        + "\"true\" of the secret or with STANDBY_ALLOW_HTTP=true";
  }

  private static String required(Map<String, ?> fields, String name, List<String> mistakes) {
    Optional<String> value = text(fields, name);
    if (value.isEmpty()) {
      mistakes.add(name + " is missing");
    }
    return value.orElse("");
  }

  private static Optional<String> text(Map<String, ?> fields, String name) {
    return fields.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "StandbySecret[endpoint=%s, tls=%s]".formatted(endpoint, tls);
  }
}
