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
 * Counts requests by S3's name of the operation, refused and failed ones included, and the bytes of
 * bodies both ways. Safe for several threads.
 */
public final class Calls {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  Calls() {}

  void count(String operation) {
    counts.computeIfAbsent(operation, o -> new LongAdder()).increment();
  }

  /** How often this operation was asked for. */
  public long of(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  /** All requests. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Every operation that was asked for, by name. */
  public Map<String, Long> byOperation() {
    Map<String, Long> copy = new TreeMap<>();
    counts.forEach((operation, count) -> copy.put(operation, count.sum()));
    return copy;
  }

  /** Bytes of the requests' bodies, as they came over the wire. */
  public long bytesReceived() {
    return received.sum();
  }

  /** Bytes of the answers' bodies. */
  public long bytesSent() {
    return sent.sum();
  }

  /** Begins again at nothing. */
  public void reset() {
    counts.clear();
    received.reset();
    sent.reset();
  }

  /** The same body, counted as it is read. */
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

  /** The same body, counted as it is written. */
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
