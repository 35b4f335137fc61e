package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.emulators.net.BlockInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decodes a body in {@code aws-chunked}, and verifies each chunk before it returns a byte of it: S3
 * API reference, "Signature Calculations for the Authorization Header: Transferring Payload in
 * Multiple Chunks".
 */
final class ChunkedBody extends BlockInputStream {
  private static final int MAX_CHUNK = 16 << 20;
  private static final int MAX_LINE = 16 << 10;

  private final InputStream in;
  private final Optional<Signer> signer;
  private final boolean trailer;
  private final Map<String, String> trailers = new TreeMap<>();
  private String previous;
  private byte[] chunk = new byte[0];
  private int next;
  private boolean ended;

  /**
   * @param signed the request's own signature
   * @param signsChunks whether the chunks are signed
   * @param trailer whether headers follow the last chunk
   */
  ChunkedBody(
      InputStream in,
      Optional<Authentication.Signed> signed,
      boolean signsChunks,
      boolean trailer) {
    this.in = in;
    this.signer = signed.filter(s -> signsChunks).map(Authentication.Signed::signer);
    this.previous = signed.map(Authentication.Signed::signature).orElse("");
    this.trailer = trailer;
  }

  /** The trailing headers, once the body has been read to its end. */
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (next == chunk.length && !ended) {
      advance();
    }
    if (next == chunk.length) {
      return -1;
    }
    int count = Math.min(length, chunk.length - next);
    System.arraycopy(chunk, next, buffer, offset, count);
    next += count;
    return count;
  }

  private void advance() throws IOException {
    String[] head = line().split(";", 2);
    int size = size(head[0]);
    chunk = in.readNBytes(size);
    next = 0;
    if (chunk.length != size) {
      throw incomplete();
    }
    verify(head.length == 2 ? head[1] : "");
    ended = size == 0;
    if (!ended) {
      if (!line().isEmpty()) {
        throw malformed();
      }
    } else if (trailer) {
      readTrailers();
    }
  }

  private void verify(String extension) {
    if (signer.isEmpty()) {
      return;
    }
    String expected = signer.get().chunk(previous, chunk);
    if (!extension.equals("chunk-signature=" + expected)) {
      throw Authentication.mismatch();
    }
    previous = expected;
  }

  private void readTrailers() throws IOException {
    StringBuilder canonical = new StringBuilder();
    Optional<String> signature = Optional.empty();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] pair = line.split(":", 2);
      if (pair.length != 2) {
        throw malformed();
      }
      String name = pair[0].strip().toLowerCase(Locale.ROOT);
      if (name.equals("x-amz-trailer-signature")) {
        signature = Optional.of(pair[1].strip());
      } else {
        trailers.put(name, pair[1].strip());
        canonical.append(name).append(':').append(pair[1].strip()).append('\n');
      }
    }
    if (signer.isPresent()
        && !signature.equals(Optional.of(signer.get().trailer(previous, canonical.toString())))) {
      throw Authentication.mismatch();
    }
  }

  private static int size(String hex) {
    try {
      int size = Integer.parseInt(hex.strip(), 16);
      if (size >= 0 && size <= MAX_CHUNK) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Malformed, as below.
    }
    throw malformed();
  }

  /**
   * A line without its line break. The end of the stream also ends a line: some clients omit the
   * last line break.
   */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
      if (line.size() > MAX_LINE) {
        throw malformed();
      }
    }
    return line.toString(ISO_8859_1);
  }

  private static S3Error malformed() {
    return new S3Error(400, "InvalidRequest", "malformed chunked encoding");
  }

  private static S3Error incomplete() {
    return new S3Error(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by Content-Length");
  }
}
