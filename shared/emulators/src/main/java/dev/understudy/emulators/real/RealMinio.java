package dev.understudy.emulators.real;

import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * A real MinIO server as a process, with its data in a temporary folder, on the loopback interface.
 * The binary is {@code UNDERSTUDY_MINIO} or {@code minio} on the {@code PATH}; it may be a fork
 * that starts with the same arguments.
 */
public final class RealMinio implements RealServer {
  /** The folder of the certificate. Without it, the server speaks HTTP. */
  private static final String CERTIFICATES = "certificates";

  /** The name of the key of a server that was started {@linkplain #startWithKey with one}. */
  public static final String KEY = "understudy-key";

  private final Path folder;
  private final boolean mounted;
  private final ServerProcess process;
  private final URI endpoint;

  private RealMinio(Path folder, boolean mounted, ServerProcess process, URI endpoint) {
    this.folder = folder;
    this.mounted = mounted;
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server.
   *
   * @throws MissingComponentException if no binary is installed
   * @throws IllegalStateException if the server is not ready within 30 s; the message ends with its
   *     output
   */
  public static RealMinio start() {
    return start(MinioCommand.binary(), folder(), false, HttpClient.newHttpClient());
  }

  /**
   * Starts the server {@code UNDERSTUDY_MARKER_MINIO}, which accepts a given time or ETag only with
   * the replication marker, from a user who may replicate. Throws as {@link #start} does.
   */
  public static RealMinio startMarker() {
    return start(MinioCommand.markerBinary(), folder(), false, HttpClient.newHttpClient());
  }

  /**
   * Starts the server {@code UNDERSTUDY_STANDBY}, which takes MinIO's arguments. Throws as {@link
   * #start} does.
   */
  public static RealMinio startGiven() {
    return start(MinioCommand.givenBinary(), folder(), false, HttpClient.newHttpClient());
  }

  /**
   * Starts a server that has a key of its own ({@link #KEY}), so that buckets can be encrypted with
   * SSE-S3 and SSE-KMS.
   */
  public static RealMinio startWithKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return start(
        MinioCommand.binary(),
        folder(),
        false,
        HttpClient.newHttpClient(),
        Map.of("MINIO_KMS_SECRET_KEY", KEY + ":" + Base64.getEncoder().encodeToString(key)));
  }

  /** Starts a server with TLS and a certificate of this authority. */
  public static RealMinio startWithTls(TestAuthority authority) {
    String binary = MinioCommand.binary();
    Path folder = folder();
    TestAuthority.Identity server = authority.server("127.0.0.1");
    try {
      Path certificates = Files.createDirectory(folder.resolve(CERTIFICATES));
      Files.writeString(certificates.resolve("public.crt"), server.certificatePem());
      Files.writeString(certificates.resolve("private.key"), server.keyPem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(
        binary,
        folder,
        false,
        HttpClient.newBuilder().sslContext(authority.clientContext()).build());
  }

  /**
   * Starts a server on a file system in memory of the given size.
   *
   * @throws MissingComponentException if no binary is installed, or mounting is not permitted
   */
  public static RealMinio startOnSmallDisk(int mebibytes) {
    String binary = MinioCommand.binary();
    Path folder = folder();
    if (!succeeds("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", "" + folder)) {
      throw new MissingComponentException(
          "a small file system cannot be mounted; mounting needs root");
    }
    return start(binary, folder, true, HttpClient.newHttpClient());
  }

  private static Path folder() {
    return ServerProcess.newFolder("minio");
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for MinIO", e);
    }
  }

  private static RealMinio start(String binary, Path folder, boolean mounted, HttpClient client) {
    return start(binary, folder, mounted, client, Map.of());
  }

  private static RealMinio start(
      String binary,
      Path folder,
      boolean mounted,
      HttpClient client,
      Map<String, String> variables) {
    try {
      URI endpoint = MinioCommand.freeEndpoint(Files.isDirectory(folder.resolve(CERTIFICATES)));
      ProcessBuilder builder =
          MinioCommand.server(
              binary, endpoint, folder.resolve(CERTIFICATES), folder.resolve("data"));
      builder.environment().put("MINIO_ROOT_USER", accessKey());
      builder.environment().put("MINIO_ROOT_PASSWORD", secretKey());
      builder.environment().putAll(variables);
      // The path "ready" answers 200 while calls still fail with "Server not initialized yet".
      URI health = endpoint.resolve("/minio/health/cluster");
      ServerProcess process = new ServerProcess("MinIO", folder, builder, health, client);
      return new RealMinio(folder, mounted, process, endpoint).started();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RealMinio started() {
    try {
      process.start();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  /** The root user's key. */
  public static String accessKey() {
    return "understudy";
  }

  /** The root user's key. */
  public static String secretKey() {
    return "understudy-secret";
  }

  /** The folder of the server's data, with one folder for each bucket. */
  public Path data() {
    return folder.resolve("data");
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void stop() {
    process.stop();
  }

  @Override
  public void restart() {
    process.restart();
  }

  @Override
  public void close() {
    kill();
    if (mounted && !succeeds("umount", folder.toString())) {
      throw new IllegalStateException("Cannot unmount " + folder);
    }
    process.close();
  }
}
