package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drill that is stopped, or cannot restore, as a process of its own. */
class DrillInterruptionTest {
  @TempDir private Path folder;

  private DrillRig rig;

  @BeforeEach
  void start() {
    rig = new DrillRig();
    rig.follows = false;
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Process start(String... drill) throws IOException {
    ProcessBuilder builder = CommandProcess.interruptible(drill);
    builder.command().addAll(List.of("--account=acc", "--standby=s", "--yes", "--json"));
    builder.directory(folder.toFile()).redirectError(errors().toFile());
    builder.environment().putAll(rig.variables());
    return builder.start();
  }

  private Path errors() {
    return folder.resolve("errors.txt");
  }

  private static String printed(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void steeringThatIsStoppedEnablesThePool(String signal, int code) throws Exception {
    // The restore is repeated during the shutdown of the process, too.
    rig.refusals.set(1);
    Process process = start("drill", "steering", "--pool=p");
    await().atMost(Duration.ofMinutes(1)).until(() -> rig.changes().contains("p false"));
    CommandProcess.signal(process, signal);

    assertThat(JSON.std.mapFrom(printed(process)))
        .containsEntry("restored", true)
        .containsEntry("passed", false);
    assertThat(process.waitFor()).isEqualTo(code);
    assertThat(rig.changes()).containsExactly("p false", "p true", "p true");
    assertThat(rig.isEnabled()).isTrue();
  }

  @Test
  void detectionThatIsStoppedRestoresThePolicy() throws Exception {
    rig.breakStandby();
    Process process = start("drill", "detection");
    await().atMost(Duration.ofMinutes(1)).until(() -> rig.policy().contains("UnderstudyDrill"));
    assertThat(folder.resolve("understudy-drill-assets-policy.json")).hasContent(DrillRig.POLICY);
    CommandProcess.signal(process, "INT");

    assertThat(JSON.std.mapFrom(printed(process))).containsEntry("restored", true);
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(rig.policy()).isEqualTo(DrillRig.POLICY);
    assertThat(folder).isDirectoryNotContaining("glob:**policy.json");
  }

  @Test
  void aRestoreThatFailsHasAnExitCodeOfItsOwnAndTheCommandToRepeatIt() throws Exception {
    rig.refusals.set(Integer.MAX_VALUE);
    Process process = start("drill", "steering", "--pool=p", "--limit=1");

    String byHand = (String) JSON.std.mapFrom(printed(process)).get("restoreByHand");
    assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
    assertThat(Files.readString(errors()))
        .contains("attempt 5 to restore failed", "COULD NOT RESTORE. Do it by hand: curl")
        .doesNotContain(DrillRig.TOKEN);
    rig.refusals.set(0);
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", byHand);
    shell.environment().put("CLOUDFLARE_API_TOKEN", DrillRig.TOKEN);
    assertThat(shell.start().waitFor()).isZero();
    assertThat(rig.isEnabled()).isTrue();
  }
}
