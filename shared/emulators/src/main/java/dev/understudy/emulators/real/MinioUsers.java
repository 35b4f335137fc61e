package dev.understudy.emulators.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The users of a real MinIO with TLS off, as the droplet's bootstrap manages them: with {@code mc}.
 */
public record MinioUsers(URI endpoint) {
  /** Adds a user who may read and write every bucket. */
  public void add(String accessKey, String secretKey) {
    mc("admin", "user", "add", "standby", accessKey, secretKey);
    mc("admin", "policy", "attach", "standby", "readwrite", "--user", accessKey);
  }

  /** MinIO then rejects each request with this key. */
  public void disable(String accessKey) {
    mc("admin", "user", "disable", "standby", accessKey);
  }

  /** Ends what {@link #disable} began. */
  public void enable(String accessKey) {
    mc("admin", "user", "enable", "standby", accessKey);
  }

  /**
   * @throws MissingComponentException if mc is not installed
   */
  private void mc(String... arguments) {
    List<String> command = new ArrayList<>(List.of("mc", "--quiet"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    String keys = RealMinio.accessKey() + ":" + RealMinio.secretKey();
    builder
        .environment()
        .put("MC_HOST_standby", "http://%s@%s".formatted(keys, endpoint.getAuthority()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new MissingComponentException("mc is not installed");
    }
    try {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed: " + printed);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
