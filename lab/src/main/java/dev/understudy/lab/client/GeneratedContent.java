package dev.understudy.lab.client;

import java.io.InputStream;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Bytes that nobody has to keep: the same for the same seed, and incompressible, so that a copy
 * that is equal cannot be so by chance.
 */
public final class GeneratedContent extends InputStream {
  private final SplittableRandom random;
  private long left;

  public GeneratedContent(long seed, long size) {
    this.random = new SplittableRandom(seed);
    this.left = size;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (left == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(length, left);
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    System.arraycopy(bytes, 0, buffer, offset, count);
    left -= count;
    return count;
  }
}
