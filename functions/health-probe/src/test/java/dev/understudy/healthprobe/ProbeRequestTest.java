package dev.understudy.healthprobe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeRequestTest {
  private static final Path ROOT = Path.of(System.getProperty("understudy.root"));

  @Test
  void looksAtEverythingIfNothingIsAskedFor() {
    ProbeRequest request = ProbeRequest.of(Map.of());

    assertThat(request.only()).containsExactly(CheckName.values());
    assertThat(request.everything()).isTrue();
  }

  @Test
  void looksAtWhatIsAskedForAlone() {
    ProbeRequest request =
        ProbeRequest.of(Map.of("only", List.of("standby", "foreignWrites", "standby")));

    assertThat(request.only()).containsExactly(CheckName.STANDBY, CheckName.FOREIGN_WRITES);
    assertThat(request.everything()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"only\":[\"moon\"]}",
        "{\"only\":\"standby\"}",
        "{\"only\":[]}",
        "{\"only\":[17]}",
        "{\"only\":[null]}",
        "{\"only\":null}",
        "{\"olny\":[\"standby\"]}"
      })
  void saysWhatIsAllowedToWhoeverAsksForAnythingElse(String input) {
    Map<String, Object> json = JsonTree.object(input).orElseThrow();

    assertThatThrownBy(() -> ProbeRequest.of(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "Allowed are {} (all checks) and {\"only\":[names]} with one or more of primary,"
                + " standby, edge, secret, heartbeat, guarantees, clock, certificates, disk,"
                + " queues, notification, foreignWrites.");
  }

  @Test
  void quotesLittleOfAWrongName() {
    Map<String, Object> input = Map.of("only", List.of("x".repeat(5000)));

    assertThatThrownBy(() -> ProbeRequest.of(input))
        .hasMessageStartingWith("There is no check \"" + "x".repeat(40) + "...\"")
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void takesEverySampleInput() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("events"))) {
      List<Path> samples =
          files.filter(file -> file.getFileName().toString().startsWith("probe")).sorted().toList();
      assertThat(samples).hasSize(2);
      assertThat(read(samples.get(0)).only()).isEqualTo(Set.of(CheckName.STANDBY, CheckName.EDGE));
      assertThat(read(samples.get(1)).everything()).isTrue();
    }
  }

  private static ProbeRequest read(Path sample) throws IOException {
    return ProbeRequest.of(JsonTree.object(Files.readString(sample)).orElseThrow());
  }
}
