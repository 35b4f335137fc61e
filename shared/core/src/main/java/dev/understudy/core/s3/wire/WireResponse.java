package dev.understudy.core.s3.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A successful response. Each byte of a header's value is one character.
 *
 * @param status 200 to 299
 * @param body closing it closes the connection, unless little of the body is left to read
 */
public record WireResponse(int status, HttpMessage head, InputStream body)
    implements AutoCloseable {
  private static final String METADATA = "x-amz-meta-";

  /** The first header of this name, in any case of letters; null if the response lacks it. */
  public @Nullable String header(String name) {
    Header header = head.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /**
   * @throws SdkClientException if the response lacks the header
   */
  public String required(String name) {
    return Optional.ofNullable(header(name))
        .orElseThrow(() -> SdkClientException.create("The response has no header " + name));
  }

  /**
   * The value of a header that is a whole number.
   *
   * @throws SdkClientException if it is not one
   */
  public Optional<Long> number(String name) {
    String text = header(name);
    try {
      return text == null ? Optional.empty() : Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      throw SdkClientException.create("The header %s is not a number".formatted(name), e);
    }
  }

  /**
   * The length of the object or part.
   *
   * @throws SdkClientException if the response has none
   */
  public long contentLength() {
    return number("Content-Length")
        .orElseThrow(() -> SdkClientException.create("The response has no Content-Length"));
  }

  /**
   * The value of a header that is an HTTP date.
   *
   * @throws SdkClientException if the response lacks the header, or its value is not a date
   */
  public Instant date(String name) {
    try {
      return ImfFixdate.parse(required(name));
    } catch (DateTimeException e) {
      throw SdkClientException.create("The header %s is not a date".formatted(name), e);
    }
  }

  /** User metadata, by name without {@code x-amz-meta-}. Values of equal names are joined. */
  public Map<String, String> metadata() {
    Map<String, String> found = new LinkedHashMap<>();
    for (Header header : head.getHeaders()) {
      String name = header.getName();
      if (name.regionMatches(true, 0, METADATA, 0, METADATA.length())) {
        String value = Optional.ofNullable(header.getValue()).orElse("");
        found.merge(name.substring(METADATA.length()), value, (a, b) -> a + "," + b);
      }
    }
    return found;
  }

  /** Closes the body. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // Nothing more is read from it, and its connection is not used again.
    }
  }
}
