package dev.understudy.emulators.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stores bodies: small ones in memory, others in files of one folder. */
final class BodyStore {
  private static final int MAX_IN_MEMORY = 1 << 20;
  private static final int BUFFER = 128 * 1024;

  private final Path folder;

  BodyStore(Path folder) {
    this.folder = folder;
  }

  /** Reads the stream to its end. The caller releases the body. */
  Body read(InputStream in, Hashes hashes) throws IOException {
    byte[] start = in.readNBytes(MAX_IN_MEMORY + 1);
    hashes.update(start, 0, start.length);
    return start.length <= MAX_IN_MEMORY ? Body.inMemory(start) : intoFile(start, in, hashes);
  }

  private Body intoFile(byte[] start, InputStream in, Hashes hashes) throws IOException {
    Path file = Files.createTempFile(folder, "body-", ".bin");
    long size = start.length;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(start);
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hashes.update(buffer, 0, count);
        out.write(buffer, 0, count);
        size += count;
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return Body.inFile(file, size);
  }

  /** Copies a range of stored content into a new body. */
  Body copy(Content content, long from, long length, Hashes hashes) throws IOException {
    Path file = Files.createTempFile(folder, "copy-", ".bin");
    try (OutputStream out = Files.newOutputStream(file)) {
      content.write(out, from, length);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, hashes);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Deletes the folder and all its files. */
  void close() throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toArray(Path[]::new)) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
  }
}
