package dev.understudy.emulators.s3;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests by S3's name of the operation, including failed ones, and the bytes of request
 * and response bodies. Safe for several threads.
 */
public final class Calls {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  Calls() {}

  void count(String operation) {
    counts.computeIfAbsent(operation, o -> new LongAdder()).increment();
  }

  /** The number of requests for an operation. */
  public long of(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  /** The number of all requests. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** The number of requests by operation. */
  public Map<String, Long> byOperation() {
    Map<String, Long> copy = new TreeMap<>();
    counts.forEach((operation, count) -> copy.put(operation, count.sum()));
    return copy;
  }

  /** Bytes of request bodies, including chunk framing. */
  public long bytesReceived() {
    return received.sum();
  }

  /** Bytes of response bodies. */
  public long bytesSent() {
    return sent.sum();
  }

  /** Sets all counts to zero. */
  public void reset() {
    counts.clear();
    received.reset();
    sent.reset();
  }

  /** Counts the bytes that are read. */
  InputStream counted(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public int read() throws IOException {
        int octet = in.read();
        received.add(octet < 0 ? 0 : 1);
        return octet;
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int count = in.read(buffer, from, length);
        received.add(Math.max(0, count));
        return count;
      }
    };
  }

  /** Counts the bytes that are written. */
  OutputStream counted(OutputStream body) {
    return new FilterOutputStream(body) {
      @Override
      public void write(int octet) throws IOException {
        out.write(octet);
        sent.increment();
      }

      @Override
      public void write(byte[] buffer, int from, int length) throws IOException {
        out.write(buffer, from, length);
        sent.add(length);
      }
    };
  }
}
