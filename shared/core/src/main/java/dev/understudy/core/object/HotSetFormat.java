package dev.understudy.core.object;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The stored form of a set: its days, and each key as the difference of its hash to the hash before
 * it and the index of its day. A key of a full set takes 5.1 bytes on average.
 */
final class HotSetFormat {
  private HotSetFormat() {}

  static void write(HotSet set, DataOutput out) throws IOException {
    int[] days = set.dayNumbers();
    out.writeByte(days.length);
    int[] indexes = new int[days.length == 0 ? 0 : days[days.length - 1] + 1];
    for (int i = 0; i < days.length; i++) {
      out.writeShort(days[i]);
      indexes[days[i]] = i;
    }
    out.writeInt(set.size());
    long last = 0;
    for (long read : set.reads()) {
      long hash = HotSet.hash(read);
      writeNumber(hash - last, out);
      out.writeByte(indexes[HotSet.day(read)]);
      last = hash;
    }
  }

  /**
   * @throws HotSetException if what follows is no set
   */
  static HotSet read(DataInputStream in) throws IOException {
    int[] days = new int[in.readUnsignedByte()];
    for (int i = 0; i < days.length; i++) {
      days[i] = in.readUnsignedShort();
      StoredHotSet.require(i == 0 || days[i] > days[i - 1], "its days are not in order");
    }
    int size = in.readInt();
    StoredHotSet.require(size >= 0 && size <= HotSet.MAX_KEYS, "it has %d keys".formatted(size));
    long[] reads = new long[size];
    long hash = 0;
    for (int i = 0; i < size; i++) {
      long step = readNumber(in);
      hash += step;
      int day = in.readUnsignedByte();
      StoredHotSet.require(
          (i == 0 || step > 0) && hash >>> HotSet.HASH_BITS == 0 && day < days.length,
          "its keys are not in order");
      reads[i] = HotSet.read(hash, days[day]);
    }
    StoredHotSet.require(in.read() < 0, "it has more bytes than keys");
    return new HotSet(reads, days);
  }

  /** Seven bits a byte, the lowest first; all bytes but the last have the highest bit. */
  private static void writeNumber(long number, DataOutput out) throws IOException {
    long rest = number;
    while (rest >= 0x80) {
      out.writeByte((int) rest | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readNumber(DataInput in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return number;
      }
    }
    throw new HotSetException("a number in it is too long");
  }
}
