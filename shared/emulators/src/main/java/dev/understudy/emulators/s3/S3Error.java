package dev.understudy.emulators.s3;

import java.util.Map;

/** An S3 error response. */
final class S3Error extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers;

  S3Error(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  /**
   * @param headers further headers of the response
   */
  S3Error(int status, String code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }

  static S3Error noSuchKey() {
    return new S3Error(404, "NoSuchKey", "The specified key does not exist.");
  }

  static S3Error noSuchVersion() {
    return new S3Error(404, "NoSuchVersion", "The specified version does not exist.");
  }

  static S3Error noSuchBucket() {
    return new S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
  }

  static S3Error noSuchUpload() {
    return new S3Error(
        404, "NoSuchUpload", "The upload was never begun, or was completed or aborted.");
  }

  static S3Error preconditionFailed() {
    return new S3Error(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }

  static S3Error invalidArgument(String message) {
    return new S3Error(400, "InvalidArgument", message);
  }

  static S3Error malformedXml() {
    return new S3Error(400, "MalformedXML", "The XML you provided was not well-formed");
  }

  static S3Error notImplemented(String what) {
    return new S3Error(501, "NotImplemented", "This endpoint does not implement " + what);
  }
}
