package dev.understudy.core.s3;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.StoreException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Translates the SDK's exceptions: by HTTP status first, then by the store's error code, which a
 * response without a body lacks. {@link S3Codes} has the codes.
 */
final class S3Failures {
  private final String store;
  private final boolean secret;

  private S3Failures(String store, boolean secret) {
    this.store = store;
    this.secret = secret;
  }

  /** The failures of the primary, whose credentials are the function's role. */
  static S3Failures ofPrimary() {
    return new S3Failures("primary", false);
  }

  /**
   * The failures of the standby, whose endpoint, credentials and TLS material are in its secret.
   */
  static S3Failures ofStandby() {
    return new S3Failures("standby", true);
  }

  /** The failure of a call that changes nothing. A {@link StoreException} is returned unchanged. */
  StoreException ofRead(String operation, ObjectKey key, RuntimeException e) {
    if (e instanceof StoreException known) {
      return known;
    }
    requireCallFailure(e);
    return e instanceof AwsServiceException response
        ? refused(operation, key, response).orElseGet(() -> unavailable(operation, key, e))
        : unavailable(operation, key, e);
  }

  /** The failure of a listing of the keys with this prefix. */
  StoreException ofListing(String prefix, RuntimeException e) {
    if (e instanceof StoreException known) {
      return known;
    }
    requireCallFailure(e);
    String what = prefix.isEmpty() ? "all keys" : "the keys under " + prefix;
    return new StoreException.Unavailable(message("LIST", what, e), newerSecretMayHelp(e), e);
  }

  /** The failure of a write: in doubt, unless the server rejected it or nothing was sent. */
  StoreException ofWrite(String operation, ObjectKey key, RuntimeException e) {
    if (e instanceof StoreException known) {
      return known;
    }
    requireCallFailure(e);
    if (e instanceof AwsServiceException response) {
      return isSettled(response)
          ? ofRead(operation, key, e)
          : new StoreException.InDoubt(message(operation, key, e), e);
    }
    return neverSent(e)
        ? unavailable(operation, key, e)
        : new StoreException.InDoubt(message(operation, key, e), e);
  }

  /** The store's error code, or an empty string if the response has none. */
  static String code(RuntimeException e) {
    return e instanceof AwsServiceException response
        ? Optional.ofNullable(response.awsErrorDetails()).map(AwsErrorDetails::errorCode).orElse("")
        : "";
  }

  /**
   * Whether MinIO could not read the object's files: it says so, or ends the body too early. The
   * code for an overloaded server is another one.
   */
  static boolean isDamaged(RuntimeException e) {
    return code(e).equals("SlowDownRead")
        || causes(e).anyMatch(ConnectionClosedException.class::isInstance);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
  }

  /**
   * Rethrows exceptions that are not failures of a call. Besides the SDK's exceptions, incomplete
   * XML causes an {@link UncheckedIOException} (XmlResponseParserUtils) and a closed client an
   * {@link IllegalStateException}. Anything else is a programming error.
   */
  static void requireCallFailure(RuntimeException e) {
    if (!(e instanceof SdkException
        || e instanceof UncheckedIOException
        || e instanceof IllegalStateException)) {
      throw e;
    }
  }

  private Optional<StoreException> refused(
      String operation, ObjectKey key, AwsServiceException response) {
    String code = code(response);
    if (S3Codes.CORRUPT.contains(code)) {
      return Optional.of(new StoreException.Corrupt(message(operation, key, response), response));
    }
    Refusal reason = isCustomerKey(response) ? Refusal.CUSTOMER_KEY : S3Codes.REFUSED.get(code);
    return Optional.ofNullable(reason)
        .map(
            found ->
                new StoreException.Refused(found, message(operation, key, response), response));
  }

  /** S3 has no specific code for an object under SSE-C; only the message shows it. */
  private static boolean isCustomerKey(AwsServiceException response) {
    return code(response).equals("InvalidRequest")
        && String.valueOf(response.getMessage()).contains("Server Side Encryption");
  }

  private static boolean isSettled(AwsServiceException response) {
    int status = response.statusCode();
    boolean hasCode = !code(response).isEmpty();
    return hasCode
        && (S3Codes.NOT_BEGUN.contains(code(response))
            || (status >= 400 && status < 500 && status != 408 && status != 499));
  }

  /**
   * The secret may be outdated if no connection could be opened, since the endpoint or the TLS
   * material may have changed. The 403 of a HEAD has no body and so no code. nginx answers 400
   * without a code if it does not accept the client certificate.
   */
  private boolean newerSecretMayHelp(RuntimeException e) {
    if (!secret) {
      return false;
    }
    if (!(e instanceof AwsServiceException response)) {
      return neverSent(e) || isTlsFailure(e);
    }
    int status = response.statusCode();
    String code = code(response);
    return S3Codes.CREDENTIALS_REJECTED.contains(code)
        || (code.isEmpty() && (status == 400 || status == 403));
  }

  private static boolean isTlsFailure(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  private static boolean neverSent(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (S3Codes.NEVER_SENT.contains(cause.getClass())) {
        return true;
      }
    }
    return false;
  }

  private StoreException unavailable(String operation, ObjectKey key, RuntimeException e) {
    int status = e instanceof AwsServiceException answer ? answer.statusCode() : 0;
    return new StoreException.Unavailable(
        message(operation, key, e), newerSecretMayHelp(e), status, e);
  }

  private String message(String operation, Object what, RuntimeException e) {
    String response =
        e instanceof AwsServiceException service
            ? service.statusCode() + " " + code(service)
            : String.valueOf(e.getMessage());
    return "%s of %s on the %s failed: %s".formatted(operation, what, store, response);
  }
}
