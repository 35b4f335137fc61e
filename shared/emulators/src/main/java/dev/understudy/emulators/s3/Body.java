package dev.understudy.emulators.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Stored bytes, in memory or in a file. The body counts its holders, and the last one to release it
 * deletes the file, so that an overwrite never interrupts a reader.
 */
final class Body {
  private final byte[] memory;
  private final Path file;
  private final long size;
  private int holders = 1;

  private Body(byte[] memory, Path file, long size) {
    this.memory = memory;
    this.file = file;
    this.size = size;
  }

  private static final Path NO_FILE = Path.of("");

  static Body inMemory(byte[] content) {
    return new Body(content, NO_FILE, content.length);
  }

  static Body inFile(Path file, long size) {
    return new Body(new byte[0], file, size);
  }

  long size() {
    return size;
  }

  /** Adds a holder; false if the last holder has released the body. */
  synchronized boolean hold() {
    if (holders == 0) {
      return false;
    }
    holders++;
    return true;
  }

  synchronized void release() {
    if (--holders == 0 && file != NO_FILE) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The bytes from an offset. The caller closes the stream, and holds the body until then. */
  InputStream open(long from) throws IOException {
    if (file == NO_FILE) {
      return new ByteArrayInputStream(memory, (int) from, (int) (size - from));
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(from);
    return Channels.newInputStream(channel);
  }
}
