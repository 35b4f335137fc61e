package dev.understudy.core.s3.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.ClockSkew;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/**
 * Sends the requests for one bucket, over its own connections. It connects when it is first used.
 * Never follows redirects. Safe for several threads.
 *
 * <p>A response of 300 or more, and an error document in a response of 200, are an {@link
 * AwsServiceException}. If there is no response or it is incomplete, a call throws an {@link
 * SdkClientException}; after {@link #close}, also an {@link IllegalStateException}.
 */
public final class S3Wire implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Supplier<WireEndpoint> rules;
  private final RequestSigner signer;
  private final SSLSocketFactory tls;
  private final Runnable attempts;
  private final LongSupplier pace;
  private final Retries retries = new Retries();
  private @Nullable Target target;
  private boolean closed;

  private record Target(WireEndpoint endpoint, ConnectionPool pool) {}

  /** Reads a response. Its body is closed afterwards. */
  public interface Reader<T> {
    T read(WireResponse response) throws IOException;
  }

  /**
   * @param endpoint an S3 endpoint other than AWS's, addressed path-style
   * @param tls makes the TLS connections; the host name is always verified
   * @param attempts runs before each attempt, on the caller's thread
   * @param pace the nanoseconds to wait before the next attempt, asked once for each; {@link
   *     #close} ends a wait
   */
  public S3Wire(
      Region region,
      Optional<URI> endpoint,
      String bucket,
      AwsCredentialsProvider credentials,
      SSLSocketFactory tls,
      Runnable attempts,
      LongSupplier pace) {
    this.rules = () -> WireEndpoint.of(region, endpoint, bucket);
    this.signer = new RequestSigner(credentials);
    this.tls = tls;
    this.attempts = attempts;
    this.pace = pace;
  }

  /** Sends a request that may be repeated, and repeats it if it fails for the moment. */
  public <T> T retried(WireRequest request, Reader<T> reader) {
    return retries.run(() -> once(request, reader));
  }

  /** Sends a request once. */
  public <T> T once(WireRequest request, Reader<T> reader) {
    try (WireResponse response = attempt(request, S3Wire::nothing)) {
      return reader.read(response);
    } catch (IOException e) {
      throw noResponse(e);
    }
  }

  /** Sends a request that may be repeated; the caller reads and closes the response's body. */
  public WireResponse open(WireRequest request) {
    return open(request, S3Wire::nothing);
  }

  /**
   * As {@link #open(WireRequest)}, and does other work between sending the request and reading its
   * response.
   *
   * @param meanwhile has run once if this returns, also if the request is repeated. What it throws
   *     is rethrown, and the request is not repeated
   */
  public WireResponse open(WireRequest request, Runnable meanwhile) {
    AtomicReference<Runnable> once = new AtomicReference<>(meanwhile);
    return retries.run(() -> attempt(request, () -> once.getAndSet(S3Wire::nothing).run()));
  }

  /**
   * Reads the elements directly within the root of a small document, as {@link Xml#fields}.
   *
   * @throws AwsServiceException if the document is an error
   */
  public static Map<String, String> fields(WireResponse response) throws IOException {
    Map<String, String> fields = Xml.fields(response.body());
    if ("Error".equals(fields.get(""))) {
      throw ErrorResponses.of(response.status(), response.head(), fields);
    }
    return fields;
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    retries.close();
    ConnectionPool open;
    synchronized (this) {
      closed = true;
      open = target == null ? null : target.pool();
    }
    if (open != null) {
      open.close();
    }
  }

  private synchronized Target target() {
    if (closed) {
      throw new IllegalStateException("The connections are closed");
    }
    Target known = target;
    if (known == null) {
      WireEndpoint endpoint = rules.get();
      Connector connector = new Connector(endpoint.uri(), tls);
      known = new Target(endpoint, new ConnectionPool(connector, MAX_CONNECTIONS, PATIENCE));
      target = known;
    }
    return known;
  }

  private WireResponse attempt(WireRequest request, Runnable meanwhile) {
    Target to = target();
    retries.pause(pace.getAsLong());
    attempts.run();
    WireRequest.Body source = request.body();
    RequestBody body = source == null ? null : new RequestBody(source);
    try {
      return answered(exchange(signer.sign(to.endpoint(), request, body), to.pool(), meanwhile));
    } catch (IOException | HttpException e) {
      throw noResponse(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("The thread was interrupted", e);
    } finally {
      if (body != null) {
        body.close();
      }
    }
  }

  private static WireResponse exchange(
      BasicClassicHttpRequest request, ConnectionPool pool, Runnable meanwhile)
      throws IOException, HttpException, InterruptedException {
    WireConnection connection = pool.lease();
    boolean received = false;
    try {
      ClassicHttpResponse response = connection.exchange(request, meanwhile);
      boolean reusable = connection.keepsAlive(request, response);
      InputStream body = ResponseBody.of(response.getEntity(), pool, connection, reusable);
      received = true;
      return new WireResponse(response.getCode(), response, body);
    } finally {
      if (!received) {
        pool.discard(connection);
      }
    }
  }

  private WireResponse answered(WireResponse response) {
    if (response.status() < 300) {
      return response;
    }
    try (response) {
      AwsServiceException error =
          ErrorResponses.of(response.status(), response.head(), response.body());
      if (error.isClockSkewException()) {
        SdkHttpResponse head = error.awsErrorDetails().sdkHttpResponse();
        ClockSkew.getServerTime(head)
            .ifPresent(time -> signer.clockOffset(Duration.between(Instant.now(), time)));
      }
      throw error;
    }
  }

  private static void nothing() {}

  private static SdkClientException noResponse(Exception cause) {
    return SdkClientException.create(
        "Unable to execute HTTP request: " + cause.getMessage(), cause);
  }
}
