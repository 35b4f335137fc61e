package dev.understudy.emulators.real;

import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * A real MinIO server as a process, with its data in a temporary folder, on the loopback interface.
 * The binary is {@code UNDERSTUDY_MINIO} or {@code minio} on the {@code PATH}; it may be a fork
 * that starts with the same arguments.
 */
public final class RealMinio implements AutoCloseable {
  /** The folder of the certificate. Without it, the server speaks HTTP. */
  private static final String CERTIFICATES = "certificates";

  /** The name of the key of a server that was started {@linkplain #startWithKey with one}. */
  public static final String KEY = "understudy-key";

  private static final Duration START_UP = Duration.ofSeconds(30);

  private final Path folder;
  private final boolean mounted;
  private final ProcessBuilder builder;
  private Process process;
  private final URI endpoint;
  private final HttpClient client;

  private RealMinio(
      Path folder, boolean mounted, ProcessBuilder builder, URI endpoint, HttpClient client)
      throws IOException {
    this.folder = folder;
    this.mounted = mounted;
    this.builder = builder;
    this.process = builder.start();
    this.endpoint = endpoint;
    this.client = client;
  }

  /**
   * Starts a server.
   *
   * @throws MissingComponentException if no binary is installed
   * @throws IllegalStateException if the server is not ready within 30 s; the message ends with its
   *     output
   */
  public static RealMinio start() {
    return start(MinioCommand.binary(), ServerFolder.create(), false, HttpClient.newHttpClient());
  }

  /**
   * Starts the server {@code UNDERSTUDY_MARKER_MINIO}, which accepts a given time or ETag only with
   * the replication marker, from a user who may replicate. Throws as {@link #start} does.
   */
  public static RealMinio startMarker() {
    return start(
        MinioCommand.markerBinary(), ServerFolder.create(), false, HttpClient.newHttpClient());
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
        ServerFolder.create(),
        false,
        HttpClient.newHttpClient(),
        Map.of("MINIO_KMS_SECRET_KEY", KEY + ":" + Base64.getEncoder().encodeToString(key)));
  }

  /** Starts a server with TLS and a certificate of this authority. */
  public static RealMinio startWithTls(TestAuthority authority) {
    String binary = MinioCommand.binary();
    Path folder = ServerFolder.create();
    ServerFolder.writeCertificate(folder.resolve(CERTIFICATES), authority.server("127.0.0.1"));
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
    Path folder = ServerFolder.create();
    if (!ServerFolder.succeeds(
        "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", "" + folder)) {
      throw new MissingComponentException(
          "a small file system cannot be mounted; mounting needs root");
    }
    return start(binary, folder, true, HttpClient.newHttpClient());
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
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      RealMinio minio = new RealMinio(folder, mounted, builder, endpoint, client);
      Runtime.getRuntime().addShutdownHook(new Thread(minio::kill));
      minio.awaitReady();
      return minio;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + START_UP.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String printed = Files.readString(folder.resolve("log"));
        close();
        throw new IllegalStateException("MinIO did not become ready: " + printed);
      }
      ServerFolder.pause();
    }
  }

  private boolean isReady() {
    try {
      HttpRequest ready =
          HttpRequest.newBuilder(endpoint.resolve("/minio/health/ready"))
              .timeout(Duration.ofSeconds(1))
              .build();
      return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notReady) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for MinIO", e);
    }
  }

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

  /** Kills the server, as a crash would. Its data stay. */
  public synchronized void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Shuts the server down in order. */
  public synchronized void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Kills the server and starts it again with the same data on the same port. */
  public synchronized void restart() {
    kill();
    try {
      process = builder.start();
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server and deletes its folder. */
  @Override
  public void close() {
    kill();
    if (mounted && !ServerFolder.succeeds("umount", folder.toString())) {
      throw new IllegalStateException("Cannot unmount " + folder);
    }
    ServerFolder.delete(folder);
  }
}
