package dev.understudy.testkit.droplet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Standby.Part;
import dev.understudy.core.store.WriteResult;
import dev.understudy.emulators.real.RealDroplet;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Parts that the functions send through nginx, and large responses to slow readers. */
@Timeout(120)
class DropletTransfersIT {
  private static final String BUCKET = "assets";
  private static final ObjectKey KEY = new ObjectKey("part");
  private static final int MIB = 1 << 20;

  /** The size of the file system for temporary files of responses, in scripts/with-droplet. */
  private static final long RESPONSES = 1024L * MIB;

  private static RealDroplet droplet;
  private static S3Client admin;
  private static S3Standby standby;

  @BeforeAll
  static void start() throws IOException {
    droplet = LeftOut.ifMissing(RealDroplet::start);
    admin =
        AwsContractClient.connect(
            droplet.minio(),
            droplet.minioSetting("MINIO_ROOT_USER"),
            droplet.minioSetting("MINIO_ROOT_PASSWORD"));
    Map<String, String> secret =
        new ObjectMapper().readValue(droplet.secretJson(), new TypeReference<>() {});
    standby = S3Standby.connect(StandbySecret.of(secret, "the file"), BUCKET, new CallCounter());
  }

  @AfterAll
  static void stop() {
    if (droplet != null) {
      standby.close();
      admin.close();
      droplet.close();
    }
  }

  /** Otherwise the client would wait after its last byte until MinIO has read the whole part. */
  @Test
  void minioReceivesAPartWhileTheClientSendsIt() {
    byte[] content = new byte[8 * MIB];
    String upload = standby.createUpload(KEY, fingerprint(content));
    Path received = droplet.minioFolder().resolve(".minio.sys/tmp");
    long before = size(received);
    List<Long> temporary = new ArrayList<>();
    Runnable half =
        () -> {
          assertThat(becomesTrue(() -> size(received) - before > MIB))
              .as("MinIO has received more than 1 MiB of the first half")
              .isTrue();
          temporary.add(temporaryBytes());
        };

    Part part =
        standby.uploadPart(KEY, upload, 1, content.length, () -> pausing(content, 4 * MIB, half));

    assertThat(part.etag()).contains(ETag.md5(content).value());
    assertThat(temporary).as("bytes in nginx's temporary files").containsExactly(0L);
    standby.abort(KEY, upload);
  }

  /** nginx reads the rest of such a body for 30 s. The client must not send for so long. */
  @Test
  void earlyResponseEndsAPart() {
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> standby.uploadPart(KEY, "unknown", 1, 64 * MIB, DropletTransfersIT::slowSource))
        .hasMessageContaining("404 NoSuchUpload");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  /** Eight readers would need 1.6 GiB of temporary files. */
  @Test
  void slowReadersFillNeitherTheVolumeNorTheDiskOfTheDroplet() throws Exception {
    byte[] large = new byte[200 * MIB];
    admin.putObject(r -> r.bucket(BUCKET).key("large"), RequestBody.fromBytes(large));
    List<InputStream> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        readers.add(get("large", BodyHandlers.ofInputStream()).body());
      }
      List<Long> sizes = new ArrayList<>();
      assertThat(
              becomesTrue(
                  () -> {
                    sizes.add(temporaryBytes());
                    return settled(sizes);
                  }))
          .as("nginx has read what it can: %s", sizes)
          .isTrue();

      assertThat(sizes).allMatch(size -> size <= RESPONSES);
      assertThat(get(".origin/health", BodyHandlers.ofString()).body()).isEqualTo("ok-standby");
      byte[] content = new byte[2 * MIB];
      assertThat(
              standby.put(
                  KEY,
                  content,
                  Optional.empty(),
                  fingerprint(content),
                  new Condition.Absent(),
                  Instant.now()))
          .isEqualTo(WriteResult.WRITTEN);
    } finally {
      for (InputStream reader : readers) {
        reader.close();
      }
    }
    assertThat(becomesTrue(() -> temporaryBytes() == 0)).as("the space is free again").isTrue();
    assertThat(get("large", BodyHandlers.ofByteArray()).body()).isEqualTo(large);
  }

  private static Fingerprint fingerprint(byte[] content) {
    return new Fingerprint(ETag.md5(content), content.length, Attributes.NONE);
  }

  private static <T> HttpResponse<T> get(String key, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    HttpResponse<T> response =
        HttpClient.newBuilder()
            .sslContext(droplet.edge())
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(HttpRequest.newBuilder(droplet.origin().resolve("/" + key)).build(), handler);
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }

  /** Runs the task before it returns the byte at this position. */
  private static InputStream pausing(byte[] content, int position, Runnable task) {
    return new ByteArrayInputStream(content) {
      @Override
      public synchronized int read(byte[] block, int offset, int length) {
        if (pos == position) {
          task.run();
        }
        int limit = pos < position ? Math.min(length, position - pos) : length;
        return super.read(block, offset, limit);
      }
    };
  }

  /** A source of about 1 MiB a second. */
  private static InputStream slowSource() {
    return new InputStream() {
      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] block, int offset, int length) {
        sleep(50);
        return length;
      }
    };
  }

  /** Whether the readers have taken most of the space, and have taken no more for a second. */
  private static boolean settled(List<Long> sizes) {
    int count = sizes.size();
    return count >= 5
        && sizes.get(count - 1) > RESPONSES / 2
        && sizes.subList(count - 5, count).stream().distinct().count() == 1;
  }

  private static boolean becomesTrue(BooleanSupplier condition) {
    Instant end = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      sleep(200);
    }
    return true;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(DropletTransfersIT::fileSize).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long fileSize(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** nginx deletes a temporary file when it creates it, so only its processes show it. */
  private static long temporaryBytes() {
    return droplet
        .processes()
        .map(process -> Path.of("/proc", Long.toString(process.pid()), "fd"))
        .flatMap(DropletTransfersIT::openFiles)
        .filter(DropletTransfersIT::isTemporary)
        .mapToLong(DropletTransfersIT::fileSize)
        .sum();
  }

  private static Stream<Path> openFiles(Path process) {
    try (Stream<Path> files = Files.list(process)) {
      return files.toList().stream();
    } catch (IOException e) {
      // The process has ended.
      return Stream.empty();
    }
  }

  private static boolean isTemporary(Path file) {
    try {
      return Files.readSymbolicLink(file)
          .toString()
          .matches(".*/(nginx|responses)/(body|proxy)/.*");
    } catch (IOException e) {
      // nginx has closed it.
      return false;
    }
  }
}
