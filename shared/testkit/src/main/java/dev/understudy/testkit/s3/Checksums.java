package dev.understudy.testkit.s3;

import dev.understudy.core.object.Checksum;

/** Checksums of bytes, for fakes and tests. */
public final class Checksums {
  private Checksums() {}

  /** The right one. */
  public static Checksum of(Checksum.Algorithm algorithm, byte[] bytes) {
    return new Checksum(algorithm, Hashes.checksum(algorithm.name(), bytes));
  }
}
