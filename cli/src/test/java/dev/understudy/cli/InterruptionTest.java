package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.S3Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Ctrl-C in a command that changes something, sent to a process of its own. */
class InterruptionTest extends StackFixture {
  private static final int OBJECTS = 40;
  private static final String SECRET = "secret-of-the-writers";

  @TempDir private Path reports;

  @Test
  void theCurrentStepIsFinishedAndEveryStepIsPrintedAndRecorded() throws Exception {
    promote();
    CountDownLatch copying = new CountDownLatch(3);
    S3Endpoint primary = stack.embeddedPrimary().orElseThrow();
    primary.faults(
        (operation, bucket, key) -> {
          if (!operation.equals("PutObject") || !key.startsWith("writers/")) {
            return Fault.NONE;
          }
          copying.countDown();
          return Fault.delay(Duration.ofMillis(100));
        });

    Process process = failback();
    copying.await();
    CommandProcess.signal(process, "INT");
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(130);
    Map<String, Object> result = JSON.std.mapFrom(printed);
    assertThat(result).containsEntry("complete", false).containsEntry("equal", false);
    long copied = copies();
    assertThat(copied).isBetween(3L, OBJECTS - 1L);
    assertThat(result.get("keys")).asString().contains("copied=" + copied);
    assertThat(Files.readAllLines(report())).hasSize((int) copied);

    Process resumed = failback();
    assertThat(new String(resumed.getInputStream().readAllBytes(), UTF_8)).contains("true");
    assertThat(resumed.waitFor()).isEqualTo(ExitCode.OK);
    assertThat(copies()).isEqualTo(OBJECTS);
  }

  private void promote() {
    writeToStandby(".understudy/promoted", "");
    for (int i = 0; i < OBJECTS; i++) {
      writeToStandby("writers/" + i, "of a writer");
    }
    S3Endpoint standby = stack.embeddedStandby().orElseThrow();
    standby.allow("writers", SECRET);
    standby.disable(stack.standby().keys().accessKey());
  }

  private Process failback() throws IOException {
    ProcessBuilder builder =
        CommandProcess.interruptible(
                "failback",
                "apply",
                "--writers-stopped",
                "--json",
                "--threads=1",
                "--env=" + variables(),
                "--report=" + report())
            .redirectError(reports.resolve("errors.txt").toFile());
    builder.environment().put("WRITER_ACCESS_KEY", "writers");
    builder.environment().put("WRITER_SECRET_KEY", SECRET);
    return builder.start();
  }

  private Path report() {
    return reports.resolve("report.jsonl");
  }

  private long copies() {
    try (S3Client s3 = stack.primary().s3()) {
      return s3.listObjectsV2(r -> r.bucket(stack.primary().bucket()).prefix("writers/"))
          .contents()
          .size();
    }
  }
}
