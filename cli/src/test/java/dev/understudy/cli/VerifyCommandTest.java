package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Replica;
import dev.understudy.emulators.s3.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The independent audit, on the embedded stack. Each test has its own prefix. */
class VerifyCommandTest extends StackFixture {
  @TempDir Path reports;

  private Path report() {
    return reports.resolve("report.jsonl");
  }

  private Ran verify(String prefix, String... more) {
    String[] arguments = {
      "verify", "--json", "--settle", "0", "--report", report().toString(), "--prefix", prefix
    };
    return understudy(Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void reportsEveryComparedKeyAndTheDigestOfTheReport() throws Exception {
    write("equal/a b.html", "1");
    write("equal/größe.html", "2");
    awaitQuiet();

    Ran ran = verify("equal/", "--bytes");

    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.OK);
    assertThat(ran.json()).extractingByKey("keys", MAP).containsEntry("equal", 2);
    List<String> lines = Files.readAllLines(report());
    assertThat(lines.get(1)).contains("equal/a b.html", sha256("1"));
    String before = String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
    assertThat(lines.get(lines.size() - 1)).contains(sha256(before));
    assertThat(ran.json()).containsEntry("sha256OfReport", sha256(before));
  }

  @Test
  void bytesFindsAFlippedByteThatNoHeaderShows() throws Exception {
    write("flipped/a", "content");
    awaitQuiet();
    flip("flipped/a", "cOntent");

    Ran headers = verify("flipped/");
    Ran bytes = verify("flipped/", "--bytes");

    assertThat(headers.code()).as(headers.out()).isEqualTo(ExitCode.OK);
    assertThat(bytes.code()).isEqualTo(ExitCode.FINDING);
    assertThat(bytes.out())
        .contains("sha256: %s, %s".formatted(sha256("content"), sha256("cOntent")));
  }

  @Test
  void findsMissingOrphanedAndForeignReplicas() {
    write("drift/missing", "1");
    write("drift/foreign", "2");
    awaitQuiet();
    deleteFromStandby("drift/missing");
    writeToStandby("drift/foreign", "3");
    writeToStandby("drift/orphaned", "4");

    Ran ran = verify("drift/");

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.json())
        .extractingByKey("keys", MAP)
        .containsEntry("missing", 1)
        .containsEntry("orphaned", 1)
        .containsEntry("different", 1);
    assertThat(ran.json()).extractingByKey("findings", LIST).hasSize(3);
  }

  /** MinIO accepts no multipart upload for a key that ends in a slash. */
  @Test
  void aRefusedObjectIsNoFinding() {
    write("refused/", "x".repeat((8 << 20) + 1));
    awaitQuiet();

    Ran ran = verify("refused/");

    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.OK);
    assertThat(ran.json()).extractingByKey("keys", MAP).containsEntry("refused", 1);
  }

  @Test
  void aKeyThatCannotBeReadIsNamedAndTheOthersAreCompared() {
    write("denied/a", "1");
    write("denied/b", "2");
    awaitQuiet();
    var server = stack.embeddedStandby().orElseThrow();
    server.faults(
        (operation, bucket, key) ->
            key.equals("denied/a") ? Fault.refuse(403, "AccessDenied") : Fault.NONE);

    Ran ran = verify("denied/");
    server.faults((operation, bucket, key) -> Fault.NONE);

    assertThat(ran.code()).isEqualTo(ExitCode.FINDING);
    assertThat(ran.json())
        .extractingByKey("keys", MAP)
        .containsEntry("unreadable", 1)
        .containsEntry("equal", 1);
  }

  @Test
  void aSampleStillComparesTheListingsOfAllKeys() {
    for (int i = 0; i < 20; i++) {
      write("sample/" + i, "equal");
    }
    awaitQuiet();
    deleteFromStandby("sample/7");

    Ran ran = verify("sample/", "--sample", "1000000");

    assertThat(ran.json())
        .extractingByKey("keys", MAP)
        .containsEntry("listed", 19)
        .containsEntry("missing", 1);
  }

  @Test
  void resumesAfterTheLastCompleteBatch() throws IOException {
    for (String key : List.of("a", "b", "c", "d")) {
      write("resumed/" + key, "equal");
    }
    awaitQuiet();
    String header =
        "{\"audit\":{\"prefix\":\"resumed/\",\"sample\":1,\"etags\":true,\"bytes\":false}}\n";
    String batch = "{\"equal\":2,\"through\":\"resumed/b\"}\n";
    Files.writeString(report(), header + batch + "{\"key\":\"resumed/c\",\"verd");

    Ran other = verify("resumed/", "--resume", "--bytes");
    Ran ran = verify("resumed/", "--resume");

    assertThat(other.code()).as("other options").isEqualTo(ExitCode.USAGE);
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.json()).extractingByKey("keys", MAP).containsEntry("equal", 4);
    assertThat(report())
        .content()
        .startsWith(header + batch + "{\"key\":\"resumed/c\",\"verdict\":\"equal\"}\n");
  }

  /** Damages the bytes of a replica below its ETag and headers, as a faulty disk does. */
  private void flip(String key, String content) {
    Installation installation = Installation.of(VariableFile.read(variables()), Optional.empty());
    try (BothStores stores = installation.deployment().connect()) {
      ObjectKey name = new ObjectKey(key);
      Replica seen = stores.standby().head(name);
      Replica.Present replica = seen.present().orElseThrow();
      var unused =
          stores
              .standby()
              .put(
                  name,
                  content.getBytes(UTF_8),
                  Optional.empty(),
                  replica.fingerprint(),
                  seen.condition(),
                  replica.lastModified().plusSeconds(1));
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
