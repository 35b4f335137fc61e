package dev.understudy.testkit.contract;

import java.util.Map;
import java.util.Optional;

/**
 * What a store answered.
 *
 * @param headers by lower-case name
 * @param body empty where none belongs to the answer
 */
public record StoreAnswer(int status, Map<String, String> headers, byte[] body) {

  /** A header that may be missing. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The ETag without its quotes; empty if there is none. */
  public String etag() {
    return header("etag").orElse("").replace("\"", "");
  }

  /** The version; empty where there are none. */
  public String versionId() {
    return header("x-amz-version-id").orElse("");
  }
}
