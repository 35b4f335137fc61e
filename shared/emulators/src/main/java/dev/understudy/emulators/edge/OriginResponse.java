package dev.understudy.emulators.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.emulators.net.BlockInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What an origin answered.
 *
 * @param headers by name, in any case
 * @param length of the body that follows, if it is known
 * @param body ends where the origin said, and throws if the connection ends before
 */
record OriginResponse(
    Socket socket,
    int status,
    Map<String, List<String>> headers,
    OptionalLong length,
    InputStream body)
    implements AutoCloseable {
  /** Cloudflare's limit. */
  private static final int MAX_HEADER_BYTES = 32 << 10;

  /** Reads the head, past any interim answer. */
  static OriginResponse read(Socket socket, InputStream raw, boolean toHead) throws IOException {
    InputStream in = new BufferedInputStream(raw, 16 << 10);
    int status = 100;
    Map<String, List<String>> headers = Map.of();
    while (status < 200) {
      status = status(line(in));
      headers = headers(in);
    }
    boolean bare = toHead || status == 204 || status == 304;
    OptionalLong length = length(headers);
    if (bare) {
      return new OriginResponse(socket, status, headers, length, InputStream.nullInputStream());
    }
    InputStream body =
        headers.containsKey("Transfer-Encoding")
            ? new Pieces(in)
            : length.isPresent() ? new Exactly(in, length.getAsLong()) : in;
    return new OriginResponse(socket, status, headers, length, body);
  }

  private static OptionalLong length(Map<String, List<String>> headers) throws IOException {
    List<String> given = headers.getOrDefault("Content-Length", List.of());
    try {
      return given.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(given.get(0)));
    } catch (NumberFormatException e) {
      throw new IOException("Not a length: " + given, e);
    }
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
      throw new IOException("Not a status line: " + line);
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, List<String>> headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int bytes = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      bytes += line.length();
      if (colon < 1 || bytes > MAX_HEADER_BYTES) {
        throw new IOException("Not headers that can be passed on");
      }
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0 || line.length() > MAX_HEADER_BYTES) {
        throw new EOFException("The head of the answer broke off");
      }
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  /** The beginning of the body, at most so many bytes. */
  String text(int most) throws IOException {
    return new String(body.readNBytes(most), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** As many bytes as were promised. */
  private static final class Exactly extends BlockInputStream {
    private final InputStream in;
    private long left;

    Exactly(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0 || length == 0) {
        return left == 0 ? -1 : 0;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException(left + " bytes short");
      }
      left -= count;
      return count;
    }
  }

  /** Pieces, each behind its length (RFC 9112, 7.1). */
  private static final class Pieces extends BlockInputStream {
    private final InputStream in;
    private InputStream piece = InputStream.nullInputStream();
    private boolean first = true;
    private boolean ended;

    Pieces(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (!ended) {
        int count = piece.read(buffer, offset, length);
        if (count >= 0) {
          return count;
        }
        next();
      }
      return -1;
    }

    private void next() throws IOException {
      if (!first && !line(in).isEmpty()) {
        throw new IOException("A piece is longer than it said");
      }
      first = false;
      String size = line(in).replaceFirst(";.*", "").strip();
      try {
        piece = new Exactly(in, Long.parseLong(size, 16));
      } catch (NumberFormatException e) {
        throw new IOException("Not the length of a piece: " + size, e);
      }
      if (size.matches("0+")) {
        ended = true;
        headers(in);
      }
    }
  }
}
