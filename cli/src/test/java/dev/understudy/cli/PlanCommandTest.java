package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import dev.understudy.testkit.page.XmlPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan, on the embedded stack. Each test has its own prefix. */
class PlanCommandTest extends StackFixture {
  @TempDir Path pages;

  private static Map<String, String> primaryOnly(Map<String, String> variables) {
    return Map.of(
        "AWS_REGION", variables.get("AWS_REGION"),
        "AWS_ACCESS_KEY_ID", variables.get("AWS_ACCESS_KEY_ID"),
        "AWS_SECRET_ACCESS_KEY", variables.get("AWS_SECRET_ACCESS_KEY"),
        "PRIMARY_ENDPOINT", variables.get("PRIMARY_ENDPOINT"),
        "PRIMARY_BUCKET", variables.get("PRIMARY_BUCKET"));
  }

  @Test
  void needsThePrimaryOnly() {
    write("before/site/a", "12345");
    write("before/media/b", "1234567890");

    Ran ran = run(primaryOnly(stack.variables()), "plan", "--json", "--prefix", "before/");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.json()).containsEntry("complete", true);
    assertThat(ran.json()).extractingByKey("listed", MAP).containsEntry("bytes", 15);
    assertThat(ran.json()).extractingByKey("backfill", MAP).containsEntry("keys", 2);
    assertThat(ran.json())
        .extractingByKey("prefixes", LIST)
        .first(MAP)
        .containsEntry("prefix", "before/media/")
        .containsEntry("bytes", 10);
    assertThat(ran.json()).extractingByKey("assumptions", MAP).containsKey("secondsPerObject");
  }

  @Test
  void theStandbyReducesTheBackfillToWhatDiffers() {
    write("differs/equal", "equal");
    write("differs/missing", "12");
    write("differs/stale", "123");
    awaitQuiet();
    deleteFromStandby("differs/missing");
    writeToStandby("differs/stale", "1234");
    writeToStandby("differs/orphan", "12345");

    Ran ran = understudy("plan", "--json", "--standby", "--prefix", "differs/");

    assertThat(ran.json())
        .extractingByKey("standby", MAP)
        .isEqualTo(Map.of("missing", 1, "stale", 1, "orphaned", 1));
    assertThat(ran.json()).extractingByKey("backfill", MAP).containsEntry("bytes", 5);
  }

  @Test
  void theProofOnTheStandbySaysHowMuchIsLeft() {
    write("left/a", "1");
    String watermark = ReconcilerNotes.WATERMARK.value();
    writeToStandby(watermark, "{\"proof\":{\"keys\":1000}}");
    try {
      assertThat(onTerminal("plan", "--standby").err()).containsPattern("listed: .* about .* left");
      assertThat(onTerminal("plan", "--standby", "--prefix=left/").err())
          .contains("listed: 1 keys")
          .contains("elapsed")
          .doesNotContain("about");
      assertThat(onTerminal("plan").err()).contains("elapsed").doesNotContain("about");
    } finally {
      deleteFromStandby(watermark);
    }
  }

  @Test
  void countsWhatIsRefusedAndWhatIsOutOfScope() {
    write("scoped/site/a", "1");
    write("scoped/site//refused", "1234");
    write("scoped/other", "1");

    Ran ran =
        understudy(
            "plan", "--prefix", "scoped/", "--set", "REPLICATE_PREFIXES=scoped/site/", "--json");

    assertThat(ran.json())
        .extractingByKey("refused", LIST)
        .first(MAP)
        .containsEntry("reason", "empty_segment")
        .containsEntry("bytes", 4);
    assertThat(ran.json()).extractingByKey("listed", MAP).containsEntry("keys", 3);
    assertThat(ran.json()).extractingByKey("backfill", MAP).containsEntry("keys", 1);
  }

  @Test
  void showsWhatAFilterWouldChange() throws Exception {
    write(".understudy/filter", "- filtered/*.gif");
    write("filtered/a.jpg", "1");
    write("filtered/b.png", "12");
    write("filtered/c.gif", "1234");
    awaitQuiet();
    Path file = Files.writeString(pages.resolve("filter.txt"), "- filtered/*.png");
    String[] plan = {"plan", "--json", "--standby", "--prefix", "filtered/", "--set"};

    Ran present = understudy(with(plan, "REPLICATE_FILTER=object"));
    Ran planned = understudy(with(plan, "REPLICATE_FILTER=object", "--filter", file.toString()));

    assertThat(bytes(present)).containsExactly(3, 4, 0, 0, 4, 0);
    assertThat(bytes(planned)).containsExactly(5, 2, 4, 2, 2, 0);
    assertThat(present.json()).extractingByKey("scope", MAP).doesNotContainEntry("filter", "none");
  }

  @Test
  void refusesAFilterWithAMistakeByLineAndColumn() throws Exception {
    Path file = Files.writeString(pages.resolve("wrong.txt"), "# first\n+ a{b\n");

    Ran ran = understudy("plan", "--filter", file.toString());

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("wrong.txt", "line 2, column 4");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  /** In scope, outside, entering, leaving, and with a replica that stays. */
  private static List<Object> bytes(Ran ran) {
    return ((List<?>) ran.json().get("filter"))
        .stream().map(row -> (Object) ((Map<?, ?>) row).get("bytes")).toList();
  }

  @Test
  void aDeployedStackHasItsWholeScopeUnlessAnOptionNamesAnother() {
    write("aged/a", "1");
    Map<String, String> deployed = primaryOnly(stack.variables());
    try (HttpEndpoint lambda =
        HttpEndpoint.start(
            ListenAddress.LOOPBACK,
            0,
            call ->
                StackSettingsTest.variables(
                    call.path().contains("reconciler")
                        ? Map.of("REPLICATE_MAX_AGE_DAYS", "365")
                        : deployed))) {
      String[] plan = {
        "plan", "--json", "--stack=prod", "--prefix=aged/", "--set=LAMBDA_ENDPOINT=" + lambda.uri()
      };

      Ran live = run(deployed, plan);
      Ran other =
          run(
              deployed,
              Stream.concat(Stream.of(plan), Stream.of("--set=REPLICATE_MAX_AGE_DAYS=7"))
                  .toArray(String[]::new));

      assertThat(live.json())
          .as(live.err())
          .extractingByKey("scope", MAP)
          .containsEntry("maxAgeDays", 365);
      assertThat(other.json()).extractingByKey("scope", MAP).containsEntry("maxAgeDays", 7);
      assertThat(live.json())
          .as("no installation, so no metrics")
          .extractingByKey("lastDay", STRING)
          .startsWith("cannot be read: ");
    }
  }

  /** A page is read by a browser, so that a key must not become markup. */
  @Test
  void thePageIsSelfContainedAndEscapesKeys() throws Exception {
    write("page/<script>alert(1)</script>/\"'&/a", "1");
    write("page/\u202e<img src=x>/b", "12");
    Path page = pages.resolve("plan.html");

    Ran ran = understudy("plan", "--prefix", "page/", "--html", page.toString());

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    String html = Files.readString(page);
    assertThat(html)
        .contains("page/&lt;script&gt;alert(1)&lt;/", "page/\\u202e&lt;img src=x&gt;/", "<svg ")
        .contains("prefers-color-scheme: dark", "default-src 'none'")
        .doesNotContain("<script", "<img", "http:", "https:", "url(", "@import", "\u202e");
    assertThat(XmlPage.parse(html).getDocumentElement().getTagName()).isEqualTo("html");
  }

  @Test
  void plansForASizeWithoutABucket() {
    Ran ran = run(Map.of(), "plan", "--json", "--keys=1e9", "--bytes=100e12");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.json()).extractingByKey("assumed", MAP).containsEntry("keys", 1_000_000_000);
    assertThat(ran.json())
        .extractingByKey("backfill", MAP)
        .extractingByKey("hours", MAP)
        .containsEntry("replicator", 1388.89);
    assertThat(ran.json())
        .extractingByKey("passes", LIST)
        .element(2, MAP)
        .containsEntry("ranges", 4)
        .containsEntry("limitedBy", "S3's pages");
  }

  @ParameterizedTest
  @CsvSource({
    "--keys=1e9, Missing required argument",
    "--keys=1.5 --bytes=1, '--keys is 1.5 but must be a whole number'",
    "--keys=1 --bytes=-1, '--bytes is -1 but must be a whole number'",
    "--keys=1e13 --bytes=1, '--keys is 1E+13 but must be a whole number'",
    "--keys=1 --bytes=1 --standby, --keys lists no bucket"
  })
  void refusesASizeThatMakesNoSense(String options, String message) {
    Ran ran =
        run(
            Map.of(),
            Stream.concat(Stream.of("plan"), Stream.of(options.split(" "))).toArray(String[]::new));

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains(message);
  }

  @Test
  void aPrimaryThatDeniesTheListingIsReported() {
    Ran ran = understudy("plan", "--set", "PRIMARY_BUCKET=no-such-bucket");

    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.err()).contains("NoSuchBucket");
    assertThat(ran.out()).isEmpty();
  }
}
