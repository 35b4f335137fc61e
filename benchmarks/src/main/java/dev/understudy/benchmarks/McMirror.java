package dev.understudy.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MinIO's client, which lists both sides and copies what differs in size or time. */
final class McMirror implements Mirror {
  private final Map<String, String> environment;

  McMirror(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The version of mc; empty if it is not on the {@code PATH}. */
  static Optional<String> version() throws IOException {
    // Midnight Commander has the same name.
    return Program.firstLine("mc", "--version")
        .filter(line -> line.startsWith("mc version "))
        .map(line -> line.replaceFirst("^mc version ", ""));
  }

  @Override
  public Usage mirror(String folder) throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("MC_HOST_primary", host("PRIMARY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
    variables.put("MC_HOST_standby", host("STANDBY", "STANDBY_ACCESS_KEY", "STANDBY_SECRET_KEY"));
    variables.put("SSL_CERT_FILE", BenchClients.variable(environment, Servers.CA_FILE));
    String standby = BenchClients.variable(environment, "STANDBY_BUCKET");
    return Program.measure(
        List.of(
            "mc",
            "mirror",
            "--quiet",
            "--overwrite",
            "primary/" + BenchBuckets.PRIMARY + "/" + folder,
            "standby/" + standby + "/" + folder),
        variables);
  }

  private String host(String side, String accessKey, String secretKey) {
    URI endpoint = URI.create(BenchClients.variable(environment, side + "_ENDPOINT"));
    return "%s://%s:%s@%s"
        .formatted(
            endpoint.getScheme(),
            BenchClients.variable(environment, accessKey),
            BenchClients.variable(environment, secretKey),
            endpoint.getAuthority());
  }
}
