package dev.understudy.emulators.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** The bytes of an object: one body, or one per part. */
record Content(List<Body> bodies) {
  private static final int BUFFER = 64 * 1024;

  static Content of(Body body) {
    return new Content(List.of(body));
  }

  long size() {
    return bodies.stream().mapToLong(Body::size).sum();
  }

  /** Holds every body; false if one was already released. */
  boolean hold() {
    for (int i = 0; i < bodies.size(); i++) {
      if (!bodies.get(i).hold()) {
        bodies.subList(0, i).forEach(Body::release);
        return false;
      }
    }
    return true;
  }

  void release() {
    bodies.forEach(Body::release);
  }

  /** Writes a range. The caller holds the content. */
  void write(OutputStream out, long from, long length) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, length))];
    long skip = from;
    long left = length;
    for (Body body : bodies) {
      if (skip >= body.size()) {
        skip -= body.size();
        continue;
      }
      try (InputStream in = body.open(skip)) {
        skip = 0;
        int count = 0;
        while (left > 0 && (count = in.read(buffer, 0, (int) Math.min(buffer.length, left))) >= 0) {
          out.write(buffer, 0, count);
          left -= count;
        }
      }
      if (left == 0) {
        return;
      }
    }
  }
}
