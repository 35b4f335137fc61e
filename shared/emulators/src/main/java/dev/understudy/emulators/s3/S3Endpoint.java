package dev.understudy.emulators.s3;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A running S3 endpoint, on loopback unless told otherwise, addressed path-style. Requests are
 * signed with Signature Version 4; everything that S3 has and this has not is answered with 501.
 * Closing it frees the port and deletes all bodies. Over the usual length with its builder.
 */
public final class S3Endpoint implements AutoCloseable {
  /** The account that owns every bucket here. */
  public static final String OWNER = "000000000000";

  private static final int BACKLOG = 512;

  static {
    // Read once by the JDK's server; without it every answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // The default of 200 would close connections of clients with larger pools.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private final Builder settings;
  private final Service service;
  private final Dispatcher dispatcher;
  private final Outbox outbox;
  private final BodyStore bodies;
  private final Calls calls = new Calls();
  private final ExecutorService threads;
  private final int port;
  private @Nullable HttpServer server;

  private S3Endpoint(Builder settings) throws IOException {
    this.settings = settings;
    this.bodies =
        new BodyStore(
            settings.directory != null
                ? Files.createTempDirectory(
                    Files.createDirectories(settings.directory), "s3-endpoint-")
                : Files.createTempDirectory("s3-endpoint-"));
    this.outbox = new Outbox(settings.notifications);
    this.service = new Service(settings.quirks, settings.clock, outbox, bodies);
    this.dispatcher =
        new Dispatcher(
            service, new Authentication(settings.secrets, settings.clock), settings.faults, calls);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "s3-endpoint");
              thread.setDaemon(true);
              return thread;
            });
    this.port = listen(settings.port);
  }

  /** Settings of an endpoint that is to be started. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where it listens. */
  public URI uri() {
    String scheme = settings.tls == null ? "http" : "https";
    boolean here = settings.address.isAnyLocalAddress() || settings.address.isLoopbackAddress();
    return URI.create(
        scheme + "://" + (here ? "127.0.0.1" : settings.address.getHostAddress()) + ":" + port);
  }

  /** Stops listening and breaks every connection; what is stored stays. */
  public synchronized void pause() {
    HttpServer running = server;
    server = null;
    if (running != null) {
      dispatcher.down(true);
      running.stop(0);
    }
  }

  /** Listens again, on the same port. */
  public synchronized void resume() {
    if (server == null) {
      try {
        dispatcher.down(false);
        listen(port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What goes wrong with every request from now on, instead of what it was started with. */
  public void faults(FaultPlan plan) {
    dispatcher.faults(plan);
  }

  /** Counts of requests. */
  public Calls calls() {
    return calls;
  }

  /** Makes a bucket, unless there is one of that name. */
  public void createBucket(String name, boolean versioned) {
    service.create(name);
    if (versioned) {
      service.bucket(name).versioning(Bucket.Versioning.ENABLED);
    }
  }

  /** Whether every event notification so far has been taken by the sender. */
  public boolean notificationsDrained() {
    return outbox.isEmpty();
  }

  @Override
  public synchronized void close() {
    pause();
    outbox.close();
    threads.shutdownNow();
    try {
      bodies.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized int listen(int wanted) throws IOException {
    InetSocketAddress address = new InetSocketAddress(settings.address, wanted);
    HttpServer created;
    if (settings.tls == null) {
      created = HttpServer.create(address, BACKLOG);
    } else {
      HttpsServer secure = HttpsServer.create(address, BACKLOG);
      secure.setHttpsConfigurator(configurator(settings.tls, settings.needsClientCertificate));
      created = secure;
    }
    created.createContext("/", dispatcher);
    created.setExecutor(threads);
    created.start();
    server = created;
    return created.getAddress().getPort();
  }

  private static HttpsConfigurator configurator(SSLContext tls, boolean needsClientCertificate) {
    return new HttpsConfigurator(tls) {
      @Override
      public void configure(HttpsParameters parameters) {
        var ssl = getSSLContext().getDefaultSSLParameters();
        ssl.setNeedClientAuth(needsClientCertificate);
        parameters.setSSLParameters(ssl);
      }
    };
  }

  /** Settings; each has a default that suits a test. */
  public static final class Builder {
    private final Map<String, String> secrets = new HashMap<>();
    private Quirks quirks = Quirks.S3;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private Clock clock = Clock.systemUTC();
    private @Nullable SSLContext tls;
    private boolean needsClientCertificate;
    private @Nullable Path directory;
    private NotificationSender notifications = (queueArn, bodies) -> {};
    private FaultPlan faults = (operation, bucket, key) -> Fault.NONE;

    private Builder() {}

    /** Which store it is like; Amazon's S3 by default. */
    public Builder quirks(Quirks value) {
      quirks = value;
      return this;
    }

    /** An IPv4 address of this machine, or the wildcard; loopback by default. */
    public Builder address(InetAddress value) {
      address = value;
      return this;
    }

    /** A free one by default. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Adds a key with its secret. Without any, only anonymous requests can succeed. */
    public Builder credentials(String accessKey, String secretKey) {
      secrets.put(accessKey, secretKey);
      return this;
    }

    /**
     * The store's clock: Last-Modified and the freshness of signatures. Date is always the JVM's,
     * as its server writes it.
     */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** Speaks https. */
    public Builder tls(SSLContext context, boolean needClientCertificate) {
      tls = context;
      needsClientCertificate = needClientCertificate;
      return this;
    }

    /**
     * Where a folder for bodies above 1 MiB is made, which is deleted on close. The temporary
     * folder by default.
     */
    public Builder directory(Path value) {
      directory = value;
      return this;
    }

    /** Who takes event notifications. */
    public Builder notifications(NotificationSender value) {
      notifications = value;
      return this;
    }

    /** What goes wrong. */
    public Builder faults(FaultPlan value) {
      faults = value;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws UncheckedIOException if it cannot listen, or has nowhere to keep bodies
     */
    public S3Endpoint start() {
      try {
        return new S3Endpoint(this);
      } catch (IOException e) {
        throw new UncheckedIOException("No S3 endpoint on port " + port + ": " + e.getMessage(), e);
      }
    }
  }
}
