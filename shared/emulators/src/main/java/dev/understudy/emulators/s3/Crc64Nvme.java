package dev.understudy.emulators.s3;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME (NVM Express base specification): the checksum that S3 adds to objects without one.
 */
final class Crc64Nvme implements Checksum {
  private static final long REFLECTED_POLYNOMIAL = 0x9a6c9329ac4bc9b5L;
  private static final int SLICES = 8;
  private static final long[][] TABLES = tables();

  private long crc = ~0L;

  @Override
  public void update(int b) {
    crc = TABLES[0][(int) ((crc ^ b) & 0xff)] ^ (crc >>> 8);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int i = offset;
    int end = offset + length;
    for (; end - i >= SLICES; i += SLICES) {
      long next = crc;
      for (int k = 0; k < SLICES; k++) {
        next ^= (bytes[i + k] & 0xffL) << (8 * k);
      }
      crc = 0;
      for (int k = 0; k < SLICES; k++) {
        crc ^= TABLES[SLICES - 1 - k][(int) (next >>> (8 * k)) & 0xff];
      }
    }
    for (; i < end; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = ~0L;
  }

  private static long[][] tables() {
    long[][] tables = new long[SLICES][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ REFLECTED_POLYNOMIAL;
      }
      tables[0][i] = value;
    }
    for (int k = 1; k < SLICES; k++) {
      for (int i = 0; i < 256; i++) {
        long previous = tables[k - 1][i];
        tables[k][i] = tables[0][(int) (previous & 0xff)] ^ (previous >>> 8);
      }
    }
    return tables;
  }
}
