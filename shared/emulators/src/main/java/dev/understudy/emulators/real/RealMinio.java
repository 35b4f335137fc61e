package dev.understudy.emulators.real;

import dev.understudy.emulators.tls.TestAuthority;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real MinIO as a process of its own over a temporary folder, on the loopback interface. The
 * binary is {@code UNDERSTUDY_MINIO} or {@code minio} on the {@code PATH}.
 */
public final class RealMinio implements AutoCloseable {
  /** Without it, or while it is empty, the server speaks plain HTTP. */
  private static final String CERTIFICATES = "certificates";

  private static final Duration START_UP = Duration.ofSeconds(30);

  /** Below the range from which clients' own ports are taken. */
  private static final int FIRST_PORT = 21_000;

  private static final int LAST_PORT = 29_000;

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
   * Starts a server, or ends the test as left out, with a printed reason, where none is installed.
   *
   * @throws IllegalStateException if there is a binary that does not become ready within 30 s; the
   *     message ends with what it printed
   */
  public static RealMinio start() {
    return start(requiredBinary(), folder(), false, HttpClient.newHttpClient());
  }

  /** The same behind TLS, with an identity of this authority. */
  public static RealMinio startWithTls(TestAuthority authority) {
    String binary = requiredBinary();
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
   * The same over a disk of its own of so many MiB, in memory, or left out where none may be
   * mounted.
   */
  public static RealMinio startOnSmallDisk(int mebibytes) {
    String binary = requiredBinary();
    Path folder = folder();
    if (!succeeds("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", "" + folder)) {
      throw new MissingComponentException("no small disk can be mounted here; that takes root");
    }
    return start(binary, folder, true, HttpClient.newHttpClient());
  }

  private static String requiredBinary() {
    return binary()
        .orElseThrow(
            () ->
                new MissingComponentException(
                    "no MinIO here; put minio on the PATH, name it in UNDERSTUDY_MINIO,"
                        + " or run `make test-real`, which builds one where Go is installed"));
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("real-minio-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a test", e);
    }
  }

  private static Optional<String> binary() {
    return Optional.ofNullable(System.getenv("UNDERSTUDY_MINIO"))
        .filter(name -> !name.isBlank())
        .or(
            () ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(directory -> Path.of(directory, "minio"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst());
  }

  private static RealMinio start(String binary, Path folder, boolean mounted, HttpClient client) {
    try {
      int port = freePort(FIRST_PORT + (int) (ProcessHandle.current().pid() % 5_000));
      String scheme = Files.isDirectory(folder.resolve(CERTIFICATES)) ? "https" : "http";
      URI endpoint = URI.create(scheme + "://127.0.0.1:" + port);
      ProcessBuilder builder =
          new ProcessBuilder(
              binary,
              "server",
              "--quiet",
              "--address",
              endpoint.getAuthority(),
              "--certs-dir",
              folder.resolve(CERTIFICATES).toString(),
              "--console-address",
              "127.0.0.1:" + freePort(port + 1),
              folder.resolve("data").toString());
      builder.environment().put("MINIO_ROOT_USER", accessKey());
      builder.environment().put("MINIO_ROOT_PASSWORD", secretKey());
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      RealMinio minio = new RealMinio(folder, mounted, builder, endpoint, client);
      Runtime.getRuntime().addShutdownHook(new Thread(minio::kill));
      minio.awaitReady();
      return minio;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort(int from) throws IOException {
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

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + START_UP.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String printed = Files.readString(folder.resolve("log"));
        close();
        throw new IllegalStateException("MinIO did not become ready: " + printed);
      }
      pause();
    }
  }

  private boolean isReady() {
    try {
      HttpRequest ready =
          HttpRequest.newBuilder(endpoint.resolve("/minio/health/ready"))
              .timeout(Duration.ofSeconds(1))
              .build();
      return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a test", e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a test", e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  /** The root user's. */
  public static String accessKey() {
    return "understudy";
  }

  /** The root user's. */
  public static String secretKey() {
    return "understudy-secret";
  }

  /** Ends the server at once, as a crash would; its data stay. */
  public synchronized void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends the server in order. */
  public synchronized void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Starts the server again over the same data, on the same port. */
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
    if (mounted && !succeeds("umount", folder.toString())) {
      throw new IllegalStateException("Cannot unmount " + folder);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
