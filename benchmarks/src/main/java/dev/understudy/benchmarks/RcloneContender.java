package dev.understudy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * rclone, as a new process for each call, whose start is part of the measurement. It compares
 * objects by checksum, which saves a HEAD for each, and copies as many objects at a time as the
 * replicator.
 */
final class RcloneContender implements Contender {
  private static final List<String> FLAGS =
      List.of("--config=", "--s3-no-check-bucket", "--checksum", "--transfers=8", "--checkers=8");

  private final Map<String, String> environment;

  private RcloneContender(Map<String, String> environment) {
    this.environment = environment;
  }

  static RcloneContender start(Map<String, String> environment) {
    return new RcloneContender(environment);
  }

  /** The version of rclone; empty if it is not on the {@code PATH}. */
  static Optional<String> version() throws IOException {
    return Program.firstLine("rclone", "version").map(line -> line.replaceFirst("^rclone ", ""));
  }

  /** Copies these keys without a listing. */
  @Override
  public Usage copy(List<String> keys) throws IOException {
    Path list = Files.createTempFile("keys-", ".txt");
    try {
      Files.write(list, keys);
      return run("copy", "--no-traverse", "--files-from-raw=" + list, from(""), to(""));
    } finally {
      Files.delete(list);
    }
  }

  /**
   * Copies the keys one after the other, each with a new process, as a script that follows events
   * would.
   */
  Usage copyEach(List<String> keys) throws IOException {
    List<Usage> each = new ArrayList<>();
    for (String key : keys) {
      each.add(run("copyto", "--no-traverse", from(key), to(key)));
    }
    return new Usage(
        each.stream().mapToDouble(Usage::cpu).sum(),
        each.stream().mapToDouble(Usage::seconds).sum(),
        each.stream().mapToDouble(Usage::mebibytes).max().orElse(0));
  }

  /** Lists a folder on both sides and copies the differences. */
  Usage sync(String folder) throws IOException {
    return run("sync", "--fast-list", from(folder), to(folder));
  }

  private static String from(String folder) {
    return "PRIMARY:" + BenchBuckets.PRIMARY + "/" + folder;
  }

  private String to(String folder) {
    return "STANDBY:" + BenchClients.variable(environment, "STANDBY_BUCKET") + "/" + folder;
  }

  private Usage run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("rclone"));
    command.addAll(FLAGS);
    command.addAll(List.of(arguments));
    Map<String, String> variables = new HashMap<>();
    variables.putAll(remote("PRIMARY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
    variables.putAll(remote("STANDBY", "STANDBY_ACCESS_KEY", "STANDBY_SECRET_KEY"));
    variables.put("RCLONE_CA_CERT", BenchClients.variable(environment, Servers.CA_FILE));
    return Program.measure(command, variables);
  }

  private Map<String, String> remote(String name, String accessKey, String secretKey) {
    String prefix = "RCLONE_CONFIG_" + name + "_";
    return Map.of(
        prefix + "TYPE",
        "s3",
        prefix + "PROVIDER",
        "Minio",
        prefix + "REGION",
        "us-east-1",
        prefix + "ENDPOINT",
        BenchClients.variable(environment, name + "_ENDPOINT"),
        prefix + "ACCESS_KEY_ID",
        BenchClients.variable(environment, accessKey),
        prefix + "SECRET_ACCESS_KEY",
        BenchClients.variable(environment, secretKey));
  }

  @Override
  public void close() {
    // No process runs between two calls.
  }
}
