package dev.understudy.core.s3;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.StoreException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads the SDK's exceptions: by HTTP status first, then by the store's code, which an answer
 * without a body lacks. The one place that knows these codes. Over the usual length, as every code
 * that matters is listed here.
 */
final class S3Failures {
  private static final Set<String> CREDENTIALS_REJECTED =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken");

  /** Codes that settle a 5xx: the server says that it has not begun. */
  private static final Set<String> NOT_BEGUN =
      Set.of(
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "ServerBusy",
          "ServiceUnavailable",
          "TooManyRequests",
          "XMinioStorageFull",
          "XMinioServerNotInitialized");

  private static final Set<String> CORRUPT =
      Set.of("BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch");

  private static final Map<String, Refusal> REFUSED =
      Map.of(
          "InvalidObjectState", Refusal.ARCHIVED,
          "XMinioInvalidObjectName", Refusal.KEY_NOT_ACCEPTED,
          "XMinioInvalidResourceName", Refusal.KEY_NOT_ACCEPTED,
          "XMinioObjectExistsAsDirectory", Refusal.KEY_NOT_ACCEPTED,
          "XMinioParentIsObject", Refusal.KEY_NOT_ACCEPTED,
          "KeyTooLongError", Refusal.KEY_NOT_ACCEPTED,
          "MetadataTooLarge", Refusal.METADATA_TOO_LARGE,
          "InvalidTag", Refusal.TAGS_NOT_ACCEPTED,
          "EntityTooLarge", Refusal.OBJECT_TOO_LARGE);

  /** What a connection that was never made throws: no byte of the request has left. */
  private static final Set<Class<? extends Exception>> NEVER_SENT =
      Set.of(
          ConnectException.class,
          ConnectTimeoutException.class,
          ConnectionRequestTimeoutException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          SSLHandshakeException.class);

  private final String store;

  /**
   * @param store how messages call the store
   */
  S3Failures(String store) {
    this.store = store;
  }

  /**
   * The failure of a call that changes nothing, whatever became of it. One that is known already
   * stays as it is.
   */
  StoreException ofRead(String operation, ObjectKey key, RuntimeException e) {
    if (e instanceof StoreException known) {
      return known;
    }
    requireOfACall(e);
    return e instanceof AwsServiceException answer
        ? refused(operation, key, answer)
            .orElseGet(() -> unavailable(operation, key, isCredentials(answer), e))
        : unavailable(operation, key, false, e);
  }

  /** The failure of a listing of the keys with this prefix. */
  StoreException ofListing(String prefix, RuntimeException e) {
    if (e instanceof StoreException known) {
      return known;
    }
    requireOfACall(e);
    String what = prefix.isEmpty() ? "all keys" : "the keys under " + prefix;
    return new StoreException.Unavailable(
        message("LIST", what, e), e instanceof AwsServiceException a && isCredentials(a), e);
  }

  /** The failure of a write, in doubt unless the server settled it or nothing was sent. */
  StoreException ofWrite(String operation, ObjectKey key, RuntimeException e) {
    if (e instanceof StoreException known) {
      return known;
    }
    requireOfACall(e);
    if (e instanceof AwsServiceException answer) {
      return isSettled(answer)
          ? ofRead(operation, key, e)
          : new StoreException.InDoubt(message(operation, key, e), e);
    }
    return neverSent(e)
        ? unavailable(operation, key, false, e)
        : new StoreException.InDoubt(message(operation, key, e), e);
  }

  /** The store's own code, or an empty string where the answer carried none. */
  static String code(RuntimeException e) {
    return e instanceof AwsServiceException answer
        ? Optional.ofNullable(answer.awsErrorDetails()).map(AwsErrorDetails::errorCode).orElse("")
        : "";
  }

  /**
   * What a call may throw. Not all of it is the SDK's own: an answer whose XML breaks off is an
   * {@link UncheckedIOException} (its XmlResponseParserUtils), a call on a client that is being
   * closed an {@link IllegalStateException}. Anything else is a mistake of ours and goes through.
   */
  private static void requireOfACall(RuntimeException e) {
    if (!(e instanceof SdkException
        || e instanceof UncheckedIOException
        || e instanceof IllegalStateException)) {
      throw e;
    }
  }

  private Optional<StoreException> refused(
      String operation, ObjectKey key, AwsServiceException answer) {
    String code = code(answer);
    if (CORRUPT.contains(code)) {
      return Optional.of(new StoreException.Corrupt(message(operation, key, answer), answer));
    }
    Refusal reason = isCustomerKey(answer) ? Refusal.CUSTOMER_KEY : REFUSED.get(code);
    return Optional.ofNullable(reason)
        .map(found -> new StoreException.Refused(found, message(operation, key, answer), answer));
  }

  /** S3 has no code of its own for an object under a customer's key: only its message tells. */
  private static boolean isCustomerKey(AwsServiceException answer) {
    return code(answer).equals("InvalidRequest")
        && String.valueOf(answer.getMessage()).contains("Server Side Encryption");
  }

  private static boolean isSettled(AwsServiceException answer) {
    int status = answer.statusCode();
    boolean coded = !code(answer).isEmpty();
    return coded
        && (NOT_BEGUN.contains(code(answer))
            || (status >= 400 && status < 500 && status != 408 && status != 499));
  }

  /** A HEAD's 403 has no body and so no code: it may be the credentials. */
  private static boolean isCredentials(AwsServiceException answer) {
    String code = code(answer);
    return CREDENTIALS_REJECTED.contains(code) || (answer.statusCode() == 403 && code.isEmpty());
  }

  private static boolean neverSent(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (NEVER_SENT.contains(cause.getClass())
          || cause.getClass().getName().endsWith("HttpHostConnectException")) {
        return true;
      }
    }
    return false;
  }

  private StoreException unavailable(
      String operation, ObjectKey key, boolean credentials, RuntimeException e) {
    int status = e instanceof AwsServiceException answer ? answer.statusCode() : 0;
    return new StoreException.Unavailable(message(operation, key, e), credentials, status, e);
  }

  private String message(String operation, Object what, RuntimeException e) {
    String answer =
        e instanceof AwsServiceException service
            ? service.statusCode() + " " + code(service)
            : String.valueOf(e.getMessage());
    return "%s of %s on the %s failed: %s".formatted(operation, what, store, answer);
  }
}
