package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.emulators.real.RealMinio;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;

/** Files of one replica are damaged on a real MinIO's disk. */
class DamagedReplicaIT extends ProxiedStores {
  @RegisterExtension static final SharedMinio MINIO = new SharedMinio(RealMinio::start);

  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(MINIO.get());
  }

  /** MinIO keeps smaller objects in xl.meta. */
  private static final String LARGE = "content ".repeat(1 << 18);

  /** MinIO answers a HEAD with 200, and a GET with 503. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1000, (2 << 20) - 1000})
  void isWrittenAnewIfItsDataIsTruncatedOrMissing(int remaining) {
    replicated("a", LARGE);
    files("a", "part.1").forEach(part -> truncate(part, remaining));
    assertThat(reader.headObject(r -> r.bucket(standby.bucket()).key("a")).contentLength())
        .isEqualTo(LARGE.length());
    assertCannotBeRead("a");

    assertThat(callPatiently("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue(LARGE);
  }

  @Test
  void isWrittenAnewIfItsPartIsDeleted() {
    replicated("a", LARGE);
    files("a", "part.1").forEach(DamagedReplicaIT::delete);

    assertThat(callPatiently("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue(LARGE);
  }

  /** The bytes of a small object are at the end of xl.meta. */
  @Test
  void isWrittenAnewIfTheBytesOfASmallObjectAreCutOff() {
    replicated("a", "small");
    files("a", "xl.meta").forEach(meta -> truncate(meta, size(meta) - 3));

    assertThat(callPatiently("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue("small");
  }

  /** MinIO shows no object, and accepts a new one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isWrittenAnewIfItsMetadataIsMissing(boolean deleted) {
    replicated("a", LARGE);
    files("a", "xl.meta")
        .forEach(
            meta -> {
              if (deleted) {
                delete(meta);
              } else {
                truncate(meta, 0);
              }
            });

    assertThat(callPatiently("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue(LARGE);
  }

  /** MinIO answers each request for the key with 500, also each write: only its files can help. */
  @Test
  void failsAloneIfItsMetadataIsDamagedUntilItsFilesAreRemoved() {
    replicated("a", LARGE);
    files("a", "xl.meta").forEach(meta -> truncate(meta, size(meta) / 2));
    write("b", "x");

    assertThat(callPatiently("a")).isEqualTo(FAILED);
    assertThat(callPatiently("b")).isEqualTo(DONE);

    Path folder = MINIO.get().data().resolve(standby.bucket()).resolve("a");
    files("a", "").forEach(DamagedReplicaIT::delete);
    assertThat(folder).doesNotExist();
    assertThat(callPatiently("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue(LARGE);
  }

  /** MinIO's answer has Retry-After: 60, for which the SDK would wait. */
  private void assertCannotBeRead(String key) {
    assertThatThrownBy(
            () ->
                reader.getObjectAsBytes(
                    r ->
                        r.bucket(standby.bucket())
                            .key(key)
                            .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(3)))))
        .isInstanceOf(SdkException.class);
  }

  private void replicated(String key, String content) {
    write(key, content);
    assertThat(callPatiently(key)).isEqualTo(DONE);
    assertThat(replica(key)).hasValue(content);
  }

  /** The files of this name, or all files and folders, the deepest first. */
  private List<Path> files(String key, String name) {
    try (Stream<Path> all = Files.walk(MINIO.get().data().resolve(standby.bucket()).resolve(key))) {
      List<Path> found =
          all.filter(path -> name.isEmpty() || path.endsWith(name))
              .sorted((a, b) -> b.compareTo(a))
              .toList();
      assertThat(found).isNotEmpty();
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void truncate(Path file, long size) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
