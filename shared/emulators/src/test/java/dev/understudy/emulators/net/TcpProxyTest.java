package dev.understudy.emulators.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Between a client and a server that reads to the end and answers with all it got. */
class TcpProxyTest {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
    proxy = TcpProxy.to(URI.create("http://127.0.0.1:" + server.getLocalPort()));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void passesOnWhatBothEndsSay() throws IOException {
    assertThat(exchange("hello")).isEqualTo("hello");
  }

  @Test
  void takesItsTime() throws IOException {
    proxy.wires(() -> ConnectionBehaviour.CLEAN.withLatency(Duration.ofMillis(30)).withPieces(1));
    long began = System.nanoTime();

    assertThat(exchange("12345")).isEqualTo("12345");

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThan(Duration.ofMillis(5 * 30));
  }

  @Test
  void narrowsTheBand() throws IOException {
    proxy.wires(() -> ConnectionBehaviour.CLEAN.withBytesPerSecond(10_000));
    long began = System.nanoTime();

    exchange("x".repeat(1_000));

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThan(Duration.ofMillis(2 * 90));
  }

  @Test
  void resetsAfterSoManyBytesOfEitherDirection() {
    proxy.wires(() -> ConnectionBehaviour.CLEAN.withResetAfterUp(3));
    assertThatThrownBy(() -> exchange("hello")).isInstanceOf(SocketException.class);

    proxy.wires(() -> ConnectionBehaviour.CLEAN.withResetAfterDown(3));
    assertThatThrownBy(() -> exchange("hello")).isInstanceOf(SocketException.class);
    assertThat(received).contains("hello");
  }

  @Test
  void swallowsAnswersAndTellsNobody() throws Exception {
    proxy.wires(ConnectionBehaviour.CLEAN::swallowingAnswers);

    assertThatThrownBy(() -> exchange("hello")).isInstanceOf(SocketTimeoutException.class);

    assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
  }

  @Test
  void deliversLateWhatAClientSentThatIsGone() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    proxy.wires(() -> ConnectionBehaviour.CLEAN.holdingUp(release));

    try (Socket client = connect()) {
      client.getOutputStream().write("zombie".getBytes(ISO_8859_1));
    }
    assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
    release.countDown();

    assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("zombie");
  }

  @Test
  void isCleanUntilWhatItWaitsFor() throws IOException {
    proxy.wires(() -> ConnectionBehaviour.CLEAN.withResetAfterUp(3).from("PUT"));

    assertThat(exchange("GET")).isEqualTo("GET");
    assertThatThrownBy(() -> exchange("PUT this")).isInstanceOf(SocketException.class);
  }

  @Test
  void isDownUntilItIsUpAgain() throws IOException {
    proxy.down();
    assertThatThrownBy(() -> exchange("hello")).isInstanceOf(SocketException.class);

    proxy.up();
    assertThat(exchange("hello")).isEqualTo("hello");
  }

  private String exchange(String text) throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write(text.getBytes(ISO_8859_1));
      client.shutdownOutput();
      return read(client.getInputStream());
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(proxy.uri().getHost(), proxy.uri().getPort());
    client.setTcpNoDelay(true);
    client.setSoTimeout(2_000);
    return client;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        String text = read(client.getInputStream());
        received.add(text);
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
      } catch (IOException e) {
        // The next client, or the end.
      }
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(ISO_8859_1);
  }
}
