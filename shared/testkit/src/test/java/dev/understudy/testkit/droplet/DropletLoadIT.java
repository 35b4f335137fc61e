package dev.understudy.testkit.droplet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.real.RealDroplet;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The edge listener while the whole site's readers are connected, and most of them are slow. */
class DropletLoadIT {
  private static final int SLOW_READERS = 2_000;
  private static final int FRESH_REQUESTS = 200;
  private static final String BUCKET = "assets";
  private static final byte[] FILM = content(512 * 1024);
  private static final byte[] PAGE = content(20 * 1024);

  private static RealDroplet droplet;
  private static S3Client admin;

  @BeforeAll
  static void start() {
    droplet = LeftOut.ifMissing(RealDroplet::start);
    admin =
        AwsContractClient.connect(
            droplet.minio(),
            droplet.minioSetting("MINIO_ROOT_USER"),
            droplet.minioSetting("MINIO_ROOT_PASSWORD"));
    put("film", FILM);
    put("page", PAGE);
  }

  @AfterAll
  static void stop() {
    if (droplet != null) {
      admin.close();
      droplet.close();
    }
  }

  private static void put(String key, byte[] content) {
    admin.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  /** A reader on a connection of its own that has sent its request and reads when it is told to. */
  private record Reader(SSLSocket socket, InputStream in) {
    static Reader connect(String path) throws IOException {
      Socket plain = new Socket();
      plain.setReceiveBufferSize(4096);
      plain.connect(new InetSocketAddress("localhost", droplet.origin().getPort()));
      SSLSocket socket =
          (SSLSocket)
              droplet
                  .edge()
                  .getSocketFactory()
                  .createSocket(plain, "localhost", droplet.origin().getPort(), true);
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write("GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(US_ASCII));
      return new Reader(socket, socket.getInputStream());
    }

    String status() throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.read());
      }
      return head.substring(0, head.indexOf("\r\n"));
    }

    byte[] body(int length) throws IOException {
      return in.readNBytes(length);
    }
  }

  @Test
  @Timeout(120)
  void servesFreshRequestsWhileTwoThousandReadersAreSlow() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Reader> readers = new ArrayList<>();
    try {
      Callable<Reader> connect = () -> Reader.connect("film");
      for (Future<Reader> one : threads.invokeAll(Collections.nCopies(SLOW_READERS, connect))) {
        readers.add(one.get());
      }
      List<Callable<String>> heads = new ArrayList<>();
      readers.forEach(reader -> heads.add(reader::status));
      for (Future<String> status : threads.invokeAll(heads)) {
        assertThat(status.get()).isEqualTo("HTTP/1.1 200 OK");
      }

      List<Duration> times = freshRequests();
      assertThat(times.get(times.size() / 2))
          .as("median of %s", times)
          .isLessThan(Duration.ofMillis(500));
      assertThat(times.get(times.size() - 1)).as("slowest").isLessThan(Duration.ofSeconds(5));

      // MinIO has sent each response to nginx, so no reader holds the lock of the key.
      long start = System.nanoTime();
      put("film", PAGE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      for (int i = 0; i < SLOW_READERS; i += 100) {
        assertThat(readers.get(i).body(FILM.length)).as("the old object, whole").isEqualTo(FILM);
      }
    } finally {
      for (Reader reader : readers) {
        reader.socket().close();
      }
      threads.shutdownNow();
    }
  }

  /** The times of requests on new connections, in order. */
  private static List<Duration> freshRequests() throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < FRESH_REQUESTS; i++) {
      long start = System.nanoTime();
      Reader reader = Reader.connect("page");
      try (SSLSocket unused = reader.socket()) {
        assertThat(reader.status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(reader.body(PAGE.length)).isEqualTo(PAGE);
      }
      times.add(Duration.ofNanos(System.nanoTime() - start));
    }
    return times.stream().sorted().toList();
  }
}
