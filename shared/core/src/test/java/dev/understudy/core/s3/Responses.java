package dev.understudy.core.s3;

import dev.understudy.core.s3.wire.WireResponse;
import java.io.InputStream;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.jspecify.annotations.Nullable;

/** Responses as the wire returns them. */
final class Responses {
  private Responses() {}

  /**
   * A response without a body.
   *
   * @param headers names and values in turn; a null value leaves the header out
   */
  static WireResponse with(@Nullable String... headers) {
    BasicHttpResponse head = new BasicHttpResponse(200);
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i + 1] != null) {
        head.addHeader(headers[i], headers[i + 1]);
      }
    }
    return new WireResponse(200, head, InputStream.nullInputStream());
  }
}
