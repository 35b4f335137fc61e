package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/** s3sync, which is written in Rust: lists both sides and copies what is newer, 16 at a time. */
final class S3Sync implements Mirror {
  private final Map<String, String> environment;

  S3Sync(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The version of s3sync; empty if it is not on the {@code PATH}. */
  static Optional<String> version() throws IOException {
    return Program.firstLine("s3sync", "--version").map(line -> line.replaceFirst("^s3sync ", ""));
  }

  @Override
  public Usage mirror(String folder) throws IOException {
    Map<String, String> variables = new HashMap<>();
    options(variables, "SOURCE", "PRIMARY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
    options(variables, "TARGET", "STANDBY", "STANDBY_ACCESS_KEY", "STANDBY_SECRET_KEY");
    variables.put("SSL_CERT_FILE", BenchClients.variable(environment, Servers.CA_FILE));
    return Program.measure(
        List.of(
            "s3sync",
            "--show-no-progress",
            "s3://" + BenchBuckets.PRIMARY + "/" + folder + "/",
            "s3://" + BenchClients.variable(environment, "STANDBY_BUCKET") + "/" + folder + "/"),
        variables);
  }

  private void options(
      Map<String, String> variables, String option, String side, String key, String secret) {
    variables.put(option + "_ENDPOINT_URL", BenchClients.variable(environment, side + "_ENDPOINT"));
    variables.put(option + "_ACCESS_KEY", BenchClients.variable(environment, key));
    variables.put(option + "_SECRET_ACCESS_KEY", BenchClients.variable(environment, secret));
    variables.put(option + "_REGION", Region.US_EAST_1.id());
    variables.put(option + "_FORCE_PATH_STYLE", "true");
  }
}
