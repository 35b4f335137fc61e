package dev.understudy.emulators.real;

import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The temporary folder of a real server, and what its start and end need besides. */
final class ServerFolder {
  private ServerFolder() {}

  static Path create() {
    try {
      return Files.createTempDirectory("real-minio-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the certificate and key of a server, as MinIO names them. */
  static void writeCertificate(Path folder, TestAuthority.Identity server) {
    try {
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("public.crt"), server.certificatePem());
      Files.writeString(folder.resolve("private.key"), server.keyPem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits a little before a server is asked again. */
  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for a server", e);
    }
  }

  /** Deletes the folder with all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the command exists and ends with 0. */
  static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for " + command[0], e);
    }
  }
}
