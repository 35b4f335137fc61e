package dev.understudy.core.s3.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The body of one attempt. Opens its source when the first byte is needed, so that a request that
 * is refused before reads nothing. The caller closes it.
 */
final class RequestBody extends AbstractHttpEntity implements ContentStreamProvider {
  private static final int BLOCK = 64 << 10;

  private final Supplier<InputStream> source;
  private @Nullable InputStream open;
  private ContentStreamProvider signed = this;
  private long length;

  RequestBody(WireRequest.Body body) {
    super((String) null, null, false);
    this.source = body.source();
    this.length = body.length();
  }

  /** Sends this encoding of the source instead of the source itself. */
  void signed(ContentStreamProvider stream, long encodedLength) {
    signed = stream;
    length = encodedLength;
  }

  /** The source, from its beginning. */
  @Override
  public InputStream newStream() {
    closeSource();
    InputStream stream = source.get();
    open = stream;
    return stream;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    InputStream in = signed.newStream();
    byte[] block = new byte[(int) Math.min(BLOCK, Math.max(1, length))];
    for (long left = length; left > 0; ) {
      // A source returns one TLS record at a time, and each write is a system call.
      int wanted = (int) Math.min(block.length, left);
      int count = in.readNBytes(block, 0, wanted);
      if (count < wanted) {
        throw new EOFException("The source ended %d bytes too early".formatted(left - count));
      }
      out.write(block, 0, count);
      left -= count;
    }
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public InputStream getContent() {
    return signed.newStream();
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public void close() {
    closeSource();
  }

  private void closeSource() {
    InputStream stream = open;
    open = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // Its bytes have been sent or are not needed.
      }
    }
  }
}
