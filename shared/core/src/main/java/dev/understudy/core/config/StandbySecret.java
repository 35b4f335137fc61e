package dev.understudy.core.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The standby's endpoint and the credentials for it. Its text form holds no secret. */
public record StandbySecret(URI endpoint, String accessKey, String secretKey, TlsMaterial tls) {

  /**
   * Reads the secret's JSON object: {@code endpoint}, {@code accessKey}, {@code secretKey} and,
   * optional, {@code caPem}, {@code clientCertPem}, {@code clientKeyPem}. Unknown fields are
   * ignored.
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
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(
          "%s is not usable: %s".formatted(where, String.join("; ", mistakes)));
    }
    return new StandbySecret(
        uri.orElseThrow(),
        accessKey,
        secretKey,
        new TlsMaterial(
            text(fields, "caPem"), text(fields, "clientCertPem"), text(fields, "clientKeyPem")));
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
