package dev.understudy.emulators.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * An origin's response. Closing it closes the connection, and leaves the rest of the body unread.
 *
 * @param headers by name, without regard to case
 * @param length the value of Content-Length, which a response to HEAD has without a body; empty if
 *     the length is unknown
 * @param body throws if the connection ends before the end of the body
 */
record OriginResponse(
    Socket socket,
    int status,
    Map<String, List<String>> headers,
    OptionalLong length,
    InputStream body)
    implements AutoCloseable {
  /**
   * @throws IOException if the header section exceeds {@link OriginConnection#MAX_HEADER_BYTES}
   */
  static OriginResponse of(Socket socket, ClassicHttpResponse response) throws IOException {
    Map<String, List<String>> headers = headers(response);
    HttpEntity entity = response.getEntity();
    return new OriginResponse(
        socket,
        response.getCode(),
        headers,
        entity == null ? contentLength(headers) : known(entity.getContentLength()),
        entity == null ? InputStream.nullInputStream() : entity.getContent());
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response)
      throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int bytes = 0;
    for (Header header : response.getHeaders()) {
      bytes += header.getName().length() + header.getValue().length() + ": ".length();
      headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
    }
    if (bytes > OriginConnection.MAX_HEADER_BYTES) {
      throw new IOException("The header section of the response has " + bytes + " bytes");
    }
    return headers;
  }

  private static OptionalLong contentLength(Map<String, List<String>> headers) throws IOException {
    List<String> values = headers.getOrDefault("Content-Length", List.of());
    try {
      return values.isEmpty() ? OptionalLong.empty() : known(Long.parseLong(values.get(0)));
    } catch (NumberFormatException e) {
      throw new IOException("Invalid Content-Length: " + values, e);
    }
  }

  private static OptionalLong known(long length) {
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** The beginning of the body, at most {@code limit} bytes. */
  String text(int limit) throws IOException {
    return new String(body.readNBytes(limit), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
