package dev.understudy.emulators.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A running S3 endpoint, addressed path-style, on the loopback interface unless the builder says
 * otherwise. Requests are signed with Signature Version 4. Operations that it does not implement
 * are answered with 501 NotImplemented. Closing it frees the port and deletes all bodies.
 */
public final class S3Endpoint implements AutoCloseable {
  /** The account that owns every bucket of the endpoint. */
  public static final String OWNER = "000000000000";

  private final Builder settings;
  private final Service service;
  private final Authentication authentication;
  private final Dispatcher dispatcher;
  private final Outbox outbox;
  private final BodyStore bodies;
  private final Calls calls = new Calls();
  private final ExecutorService threads;
  private final EndpointListener listener;

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
    this.authentication =
        new Authentication(settings.secrets, settings.plainWriters, settings.clock);
    this.dispatcher = new Dispatcher(service, authentication, settings.faults, calls);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "s3-endpoint");
              thread.setDaemon(true);
              return thread;
            });
    this.listener =
        new EndpointListener(
            new InetSocketAddress(settings.address, settings.port),
            dispatcher,
            threads,
            Optional.ofNullable(settings.tls),
            settings.needsClientCertificate);
  }

  /** Settings of a new endpoint. */
  public static Builder builder() {
    return new Builder();
  }

  /** The endpoint's address. */
  public URI uri() {
    String scheme = settings.tls == null ? "http" : "https";
    boolean here = settings.address.isAnyLocalAddress() || settings.address.isLoopbackAddress();
    return URI.create(
        scheme
            + "://"
            + (here ? "127.0.0.1" : settings.address.getHostAddress())
            + ":"
            + listener.port());
  }

  /** Stops listening and closes every connection. Stored objects stay. */
  public synchronized void pause() {
    if (listener.isOpen()) {
      dispatcher.down(true);
      listener.close();
    }
  }

  /** Listens again on the same port. */
  public synchronized void resume() {
    if (!listener.isOpen()) {
      try {
        dispatcher.down(false);
        listener.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Replaces the fault plan for all further requests. */
  public void faults(FaultPlan plan) {
    dispatcher.faults(plan);
  }

  /** Adds an access key with the rights to replicate, or enables a disabled one again. */
  public void allow(String accessKey, String secretKey) {
    authentication.allow(accessKey, secretKey);
  }

  /** Answers each request with this access key as MinIO does for a disabled user. */
  public void disable(String accessKey) {
    authentication.disable(accessKey);
  }

  /** The counts of all requests. */
  public Calls calls() {
    return calls;
  }

  /** Creates a bucket, unless it exists. */
  public void createBucket(String name, boolean versioned) {
    service.create(name);
    if (versioned) {
      service.bucket(name).versioning(Bucket.Versioning.ENABLED);
    }
  }

  /** Allows scripts of these origins to read the bucket, as a CORS configuration does. */
  public void allowOrigins(String bucket, Set<String> origins) {
    service.bucket(bucket).setting(Preflight.ORIGINS, Optional.of(String.join(" ", origins)));
  }

  /** Whether the sender has accepted every event notification so far. */
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

  /** Settings; each has a default that suits a test. */
  public static final class Builder {
    private final Map<String, String> secrets = new HashMap<>();
    private final Set<String> plainWriters = new HashSet<>();
    private Quirks quirks = Quirks.S3;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private Clock clock = Clock.systemUTC();
    private @Nullable SSLContext tls;
    private boolean needsClientCertificate;
    private @Nullable Path directory;
    private NotificationSender notifications = (destinationArn, bodies) -> {};
    private FaultPlan faults = (operation, bucket, key) -> Fault.NONE;

    private Builder() {}

    /** The store that the endpoint behaves as; Amazon S3 by default. */
    public Builder quirks(Quirks value) {
      quirks = value;
      return this;
    }

    /** An IPv4 address of this machine, or the wildcard; loopback by default. */
    public Builder address(InetAddress value) {
      address = value;
      return this;
    }

    /** The port; a free one by default. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Adds an access key. Without access keys, only anonymous requests can succeed. */
    public Builder credentials(String accessKey, String secretKey) {
      secrets.put(accessKey, secretKey);
      return this;
    }

    /** Adds an access key without the rights to replicate, which {@link #credentials} has. */
    public Builder plainWriter(String accessKey, String secretKey) {
      plainWriters.add(accessKey);
      return credentials(accessKey, secretKey);
    }

    /**
     * The clock of Last-Modified and of the age of signatures. The Date header always shows the
     * JVM's clock, as the JDK's server writes it.
     */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** Serves HTTPS instead of HTTP. */
    public Builder tls(SSLContext context, boolean needClientCertificate) {
      tls = context;
      needsClientCertificate = needClientCertificate;
      return this;
    }

    /**
     * The parent of the folder for bodies above 1 MiB, which is deleted on close. The default is
     * the JVM's temporary folder.
     */
    public Builder directory(Path value) {
      directory = value;
      return this;
    }

    /** The receiver of event notifications; by default they are dropped. */
    public Builder notifications(NotificationSender value) {
      notifications = value;
      return this;
    }

    /** The faults to inject; none by default. */
    public Builder faults(FaultPlan value) {
      faults = value;
      return this;
    }

    /**
     * Starts the endpoint.
     *
     * @throws UncheckedIOException if the port is not available, or the folder for bodies cannot be
     *     created
     */
    public S3Endpoint start() {
      try {
        return new S3Endpoint(this);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot start an S3 endpoint on port " + port + ": " + e.getMessage(), e);
      }
    }
  }
}
