package dev.understudy.core.s3;

import dev.understudy.core.object.Refusal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** The error codes and exceptions of S3-compatible stores, by their meaning. */
final class S3Codes {
  static final Set<String> CREDENTIALS_REJECTED =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "ExpiredToken",
          // Garage and versitygw, for an unknown access key.
          "AccessDenied",
          "XAdminUserNotFound");

  /** Codes of a 5xx with which the server states that it has not begun the request. */
  static final Set<String> NOT_BEGUN =
      Set.of(
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "ServerBusy",
          "ServiceUnavailable",
          "TooManyRequests",
          "XMinioStorageFull",
          "XMinioServerNotInitialized");

  static final Set<String> CORRUPT =
      Set.of(
          "BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch");

  static final Map<String, Refusal> REFUSED =
      Map.ofEntries(
          Map.entry("InvalidObjectState", Refusal.ARCHIVED),
          Map.entry("XMinioInvalidObjectName", Refusal.KEY_NOT_ACCEPTED),
          Map.entry("XMinioInvalidResourceName", Refusal.KEY_NOT_ACCEPTED),
          Map.entry("XMinioObjectExistsAsDirectory", Refusal.KEY_NOT_ACCEPTED),
          Map.entry("XMinioParentIsObject", Refusal.KEY_NOT_ACCEPTED),
          // versitygw keeps objects as files.
          Map.entry("ObjectParentIsFile", Refusal.KEY_NOT_ACCEPTED),
          Map.entry("ExistingObjectIsDirectory", Refusal.KEY_NOT_ACCEPTED),
          Map.entry("DirectoryObjectContainsData", Refusal.KEY_NOT_ACCEPTED),
          Map.entry("KeyTooLongError", Refusal.KEY_NOT_ACCEPTED),
          Map.entry("MetadataTooLarge", Refusal.METADATA_TOO_LARGE),
          Map.entry("InvalidTag", Refusal.TAGS_NOT_ACCEPTED),
          Map.entry("EntityTooLarge", Refusal.OBJECT_TOO_LARGE));

  /** The exceptions of a failed connect, before any byte of the request was sent. */
  static final Set<Class<? extends Exception>> NEVER_SENT =
      Set.of(
          ConnectException.class,
          ConnectionRequestTimeoutException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          SSLHandshakeException.class);

  private S3Codes() {}
}
