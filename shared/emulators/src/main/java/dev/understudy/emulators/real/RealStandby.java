package dev.understudy.emulators.real;

import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real S3 server other than MinIO, on the loopback interface. Its bucket {@link #BUCKET} exists
 * and is not versioned. Its user has the keys of {@link RealMinio}.
 */
public final class RealStandby implements RealServer {
  public static final String BUCKET = "standby";

  private static final String SEAWEED_CONFIG =
      """
      {"identities":[{"name":"understudy",\
      "credentials":[{"accessKey":"%s","secretKey":"%s"}],\
      "actions":["Read","Write","List","Tagging"]}]}
      """;

  private final ServerProcess process;
  private final URI endpoint;

  private RealStandby(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts the versitygw {@code UNDERSTUDY_VERSITYGW} with TLS over a folder. Without TLS, clients
   * sign chunks, and versitygw stores {@code aws-chunked} as the Content-Encoding.
   *
   * @throws MissingComponentException if the variable is not set
   * @throws IllegalStateException if the server is not ready within 30 s
   */
  public static RealStandby startVersitygw(TestAuthority authority) {
    String binary = binary("versitygw", "UNDERSTUDY_VERSITYGW");
    Path folder = ServerProcess.newFolder("versitygw");
    try {
      URI endpoint = MinioCommand.freeEndpoint(true);
      TestAuthority.Identity server = authority.server("127.0.0.1");
      Path certificate = Files.writeString(folder.resolve("cert"), server.certificatePem());
      Path key = Files.writeString(folder.resolve("key"), server.keyPem());
      Path data = folder.resolve("data");
      Files.createDirectories(data.resolve(BUCKET));
      List<String> command = new ArrayList<>(List.of(binary, "--quiet", "--health", "/healthy"));
      command.addAll(List.of("--port", endpoint.getAuthority()));
      command.addAll(List.of("--cert", certificate.toString(), "--key", key.toString()));
      command.addAll(List.of("posix", data.toString()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("ROOT_ACCESS_KEY_ID", RealMinio.accessKey());
      builder.environment().put("ROOT_SECRET_ACCESS_KEY", RealMinio.secretKey());
      HttpClient client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
      URI health = endpoint.resolve("/healthy");
      return new RealStandby(
              new ServerProcess("versitygw", folder, builder, health, client), endpoint)
          .started();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the SeaweedFS {@code UNDERSTUDY_SEAWEEDFS}. The user may not change the bucket's
   * settings, so that the bucket stays unversioned. Throws as {@link #startVersitygw} does.
   */
  public static RealStandby startSeaweedFs() {
    String binary = binary("SeaweedFS", "UNDERSTUDY_SEAWEEDFS");
    Path folder = ServerProcess.newFolder("seaweedfs");
    try {
      SeaweedFsCommand command = SeaweedFsCommand.onFreePorts();
      Path config = folder.resolve("s3.json");
      Files.writeString(
          config, SEAWEED_CONFIG.formatted(RealMinio.accessKey(), RealMinio.secretKey()));
      Path data = Files.createDirectory(folder.resolve("data"));
      HttpClient client = HttpClient.newHttpClient();
      URI endpoint = command.endpoint();
      ServerProcess process =
          new ServerProcess(
              "SeaweedFS",
              folder,
              command.server(binary, config, data),
              endpoint.resolve("/status"),
              client);
      RealStandby seaweed = new RealStandby(process, endpoint).started();
      createBucket(command, client);
      return seaweed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while creating the bucket", e);
    }
  }

  /** A bucket is a folder of the filer. */
  private static void createBucket(SeaweedFsCommand command, HttpClient client)
      throws IOException, InterruptedException {
    URI bucket = command.filer().resolve("/buckets/" + BUCKET + "/");
    client.send(
        HttpRequest.newBuilder(bucket).POST(BodyPublishers.noBody()).build(),
        BodyHandlers.discarding());
  }

  private static String binary(String name, String variable) {
    return MinioCommand.variable(variable)
        .orElseThrow(
            () ->
                new MissingComponentException(
                    "%s is not installed; set %s, or run `make test-standbys`, which builds it with Go"
                        .formatted(name, variable)));
  }

  private RealStandby started() {
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
    process.close();
  }
}
