package dev.understudy.core.object;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * The content of {@link ReservedKeys#HOT}: the set, and how far the logs were read. A format of its
 * own: four bytes that name it, the version, the length of the rest and its CRC-32C.
 *
 * @param progress of the function that reads the logs
 */
public record StoredHotSet(HotSet set, Progress progress) {
  /** No log was read yet. */
  public static final StoredHotSet NONE =
      new StoredHotSet(HotSet.EMPTY, new Progress(0, 0, Instant.EPOCH, "", new long[0]));

  /** The most log files of which the names are remembered. */
  public static final int MAX_RECENT = 200_000;

  /** The largest object, in bytes. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAGIC = 0x55484f54;
  private static final int VERSION = 1;

  /**
   * How far the logs were read.
   *
   * @param scannedDays how many days the log files must reach back that are, or were, read
   * @param provenDays of how many days all log files were read; 0 before the first complete run
   * @param newest the time of the newest request in a log
   * @param after every log file up to this name was read; empty for none
   * @param recent hashes of the log files above {@code after} that were read, ascending
   */
  public record Progress(
      int scannedDays, int provenDays, Instant newest, String after, long[] recent) {}

  /** The object's content, at most {@link #MAX_BYTES} bytes. */
  public byte[] encode() {
    try {
      byte[] body = body();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 13);
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(MAGIC);
      out.writeByte(VERSION);
      out.writeInt(body.length);
      out.writeInt(crc(body));
      out.write(body);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] body() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(set.size() * 6 + 1024);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(progress.scannedDays);
    out.writeByte(progress.provenDays);
    out.writeLong(progress.newest.getEpochSecond());
    out.writeUTF(progress.after);
    out.writeInt(progress.recent.length);
    for (long file : progress.recent) {
      out.writeLong(file);
    }
    HotSetFormat.write(set, out);
    return bytes.toByteArray();
  }

  /**
   * @throws HotSetException if the content is damaged or of another version
   */
  public static StoredHotSet decode(byte[] content) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
      require(in.readInt() == MAGIC, "it is no set of hot keys");
      int version = in.readUnsignedByte();
      require(version == VERSION, "it has version %d, not %d".formatted(version, VERSION));
      int length = in.readInt();
      int crc = in.readInt();
      byte[] body = in.readAllBytes();
      require(length == body.length && crc == crc(body), "its length or checksum is wrong");
      return content(new DataInputStream(new ByteArrayInputStream(body)));
    } catch (IOException e) {
      throw new HotSetException("it ends too early");
    }
  }

  private static StoredHotSet content(DataInputStream in) throws IOException {
    int scannedDays = in.readUnsignedByte();
    int provenDays = in.readUnsignedByte();
    Instant newest = Instant.ofEpochSecond(in.readLong());
    String after = in.readUTF();
    int files = in.readInt();
    require(files >= 0 && files <= MAX_RECENT, "it names %d files".formatted(files));
    long[] recent = new long[files];
    for (int i = 0; i < files; i++) {
      recent[i] = in.readLong();
    }
    Progress progress = new Progress(scannedDays, provenDays, newest, after, recent);
    return new StoredHotSet(HotSetFormat.read(in), progress);
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new HotSetException(otherwise);
    }
  }

  private static int crc(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }
}
