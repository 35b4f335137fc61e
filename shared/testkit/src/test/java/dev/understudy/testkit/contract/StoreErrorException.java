package dev.understudy.testkit.contract;

import java.util.Map;

/** A store said no. */
public final class StoreErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers;

  /**
   * @param code S3's, such as {@code NoSuchKey}; empty where the answer had none
   * @param headers of the answer, by lower-case name
   * @param cause what the SDK threw
   */
  public StoreErrorException(
      int status, String code, Map<String, String> headers, Throwable cause) {
    super(status + " " + code, cause);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** S3's code; empty where the answer had none, as to every HEAD. */
  public String code() {
    return code;
  }

  /** The answer's headers by lower-case name. */
  public Map<String, String> headers() {
    return headers;
  }
}
