package dev.understudy.testkit.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** An HTTP server that records each request as it arrives, and sends any bytes as its response. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final String scheme;
  private final Responder responder;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  /** A request; the names of its headers are in lower case. */
  record Request(String method, String target, Map<String, List<String>> headers, byte[] body) {
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  /** Writes the response. If it throws an exception, the connection is closed. */
  interface Responder {
    void respond(Request request, OutputStream out) throws IOException;

    /** Whether the server asks for a body that the client has announced. */
    default boolean wantsBody() {
      return true;
    }

    /**
     * May write a response before a body is read.
     *
     * @return whether the body is read
     */
    default boolean readsBody(OutputStream out) throws IOException {
      return true;
    }
  }

  private RawServer(ServerSocket listener, String scheme, Responder responder) {
    this.listener = listener;
    this.scheme = scheme;
    this.responder = responder;
    thread(this::accept);
  }

  static RawServer plain(Responder responder) {
    try {
      return new RawServer(
          new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), "http", responder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawServer tls(SSLContext context, Responder responder) {
    try {
      return new RawServer(
          context
              .getServerSocketFactory()
              .createServerSocket(0, 200, InetAddress.getLoopbackAddress()),
          "https",
          responder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return URI.create(scheme + "://localhost:" + listener.getLocalPort());
  }

  /** The requests since the last call. */
  List<Request> taken() {
    List<Request> taken = new ArrayList<>();
    for (Request r = requests.poll(); r != null; r = requests.poll()) {
      taken.add(r);
    }
    return taken;
  }

  /** The number of connections that were opened. */
  int accepted() {
    return accepted.get();
  }

  /** The number of connections that are open now. */
  int open() {
    return open.size();
  }

  /** Closes every connection, as a server does that restarts. */
  void disconnect() {
    open.forEach(RawServer::close);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    disconnect();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        open.add(socket);
        thread(() -> serve(socket));
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (Request request = read(in, out); request != null; request = read(in, out)) {
        requests.add(request);
        responder.respond(request, out);
        out.flush();
      }
    } catch (IOException e) {
      // The client or the responder closed the connection.
    } finally {
      open.remove(socket);
    }
  }

  private Request read(InputStream in, OutputStream out) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    String[] words = line.split(" ");
    Map<String, List<String>> headers = new TreeMap<>();
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers
          .computeIfAbsent(
              header.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).get(0));
    boolean asks = headers.containsKey("expect");
    if (asks && !responder.wantsBody()) {
      return new Request(words[0], words[1], headers, new byte[0]);
    }
    if (asks) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    boolean reads = length == 0 || responder.readsBody(out);
    return new Request(words[0], words[1], headers, reads ? in.readNBytes(length) : new byte[0]);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
