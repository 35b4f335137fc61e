package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.stack.Installation;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import dev.understudy.lab.stack.StandbyName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files with the addresses of each standby's stack. */
class StackFilesTest {
  @TempDir private Path folder;

  @Test
  void areThoseOfEachStandbyWhileTheStackRuns() throws IOException {
    Path stale = Files.writeString(folder.resolve("stack-3.env"), "of an earlier stack");
    StackConfig config = StackConfig.of(new Environment(Map.of("STANDBYS", "2")));
    try (StackFiles files = new StackFiles(folder.resolve("stack.env"));
        Installation installation =
            Installation.start(config, StackTimings.brisk(), nothing -> {})) {
      files.write(installation);

      assertThat(stale).doesNotExist();
      assertThat(files.shell(new StandbyName(2))).isEqualTo(folder.resolve("stack-2.env"));
      assertThat(folder.resolve("stack.env")).content().contains("STANDBY_BUCKET=standby\n");
      assertThat(folder.resolve("stack-2.env"))
          .content()
          .contains("STANDBY_BUCKET=standby-2\n", "METRIC_NAMESPACE=Understudy/standby-2\n");
      assertThat(folder.resolve("env.local.json")).content().contains("\"standby\"");
      assertThat(folder.resolve("env.local-2.json")).content().contains("\"standby-2\"");
    }
    assertThat(folder).isEmptyDirectory();
  }
}
