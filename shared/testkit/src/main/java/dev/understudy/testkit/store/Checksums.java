package dev.understudy.testkit.store;

import dev.understudy.core.object.Checksum;
import dev.understudy.emulators.s3.Hashes;

/** Computes checksums for in-memory stores and tests. */
public final class Checksums {
  private Checksums() {}

  /** The checksum of the bytes. */
  public static Checksum of(Checksum.Algorithm algorithm, byte[] bytes) {
    return new Checksum(algorithm, Hashes.checksum(algorithm.name(), bytes));
  }
}
