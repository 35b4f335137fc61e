package dev.understudy.emulators.real;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The command that starts a MinIO server: its binary, its ports and its arguments. */
final class MinioCommand {
  /** Below the ephemeral ports, which clients use. */
  private static final int FIRST_PORT = 21_000;

  private static final int LAST_PORT = 29_000;

  private MinioCommand() {}

  /**
   * The path of the binary.
   *
   * @throws MissingComponentException if no binary is installed
   */
  static String binary() {
    return installed()
        .orElseThrow(
            () ->
                new MissingComponentException(
                    "MinIO is not installed; put minio on the PATH, set UNDERSTUDY_MINIO,"
                        + " or run `make test-real`, which builds it with Go"));
  }

  /**
   * The path of a binary that trusts the marker and its right alone.
   *
   * @throws MissingComponentException if none is installed
   */
  static String markerBinary() {
    return variable("UNDERSTUDY_MARKER_MINIO")
        .orElseThrow(
            () ->
                new MissingComponentException(
                    "a MinIO that needs the replication marker is not installed; set"
                        + " UNDERSTUDY_MARKER_MINIO, or run `make test-real`, which builds it with"
                        + " Go"));
  }

  /**
   * The path of another server that takes MinIO's arguments.
   *
   * @throws MissingComponentException if none is given
   */
  static String givenBinary() {
    return variable("UNDERSTUDY_STANDBY")
        .orElseThrow(
            () ->
                new MissingComponentException(
                    "no other server is given; UNDERSTUDY_STANDBY may name one that takes MinIO's"
                        + " arguments"));
  }

  static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static Optional<String> installed() {
    return variable("UNDERSTUDY_MINIO")
        .or(
            () ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(directory -> Path.of(directory, "minio"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst());
  }

  /** An address on the loopback interface whose port is free. */
  static URI freeEndpoint(boolean tls) throws IOException {
    int port = freePort(FIRST_PORT + (int) (ProcessHandle.current().pid() % 5_000));
    return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port);
  }

  /** The command, not started. */
  static ProcessBuilder server(String binary, URI endpoint, Path certificates, Path data)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            binary,
            "server",
            "--quiet",
            "--address",
            endpoint.getAuthority(),
            "--certs-dir",
            certificates.toString(),
            data.toString());
    // Its console would take a port that another server may have chosen.
    builder.environment().put("MINIO_BROWSER", "off");
    return builder;
  }

  static int freePort(int from) throws IOException {
    for (int port = from; ; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        if (port > LAST_PORT) {
          throw taken;
        }
      }
    }
  }
}
