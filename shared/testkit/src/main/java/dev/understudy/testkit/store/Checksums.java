package dev.understudy.testkit.store;

import dev.understudy.core.object.Checksum;
import dev.understudy.emulators.s3.Hashes;

/** Checksums of bytes, for fakes and tests. */
public final class Checksums {
  private Checksums() {}

  /** The right one. */
  public static Checksum of(Checksum.Algorithm algorithm, byte[] bytes) {
    return new Checksum(algorithm, Hashes.checksum(algorithm.name(), bytes));
  }
}
