package dev.understudy.core.hint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.object.ObjectKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintReaderTest {
  private static final String RECORD =
      """
      {"eventVersion":"%s","eventSource":"aws:s3","eventTime":"2026-03-01T12:00:00.123Z",
       "eventName":"%s","somethingNew":{"deep":[1,2]},
       "s3":{"bucket":{"name":"primary"},"object":{"key":"%s","sequencer":"0A"}}}
      """;

  private final HintReader reader = new HintReader("primary");

  @ParameterizedTest
  @CsvSource({
    "2.1, ObjectCreated:Put",
    "2.6, ObjectCreated:Copy",
    "2.0, ObjectRemoved:Delete",
    "2.1, LifecycleExpiration:DeleteMarkerCreated",
    "2.3, ObjectTagging:Put",
    "2.1, ObjectRestore:Completed",
    "2.1, SomethingThat:NobodyKnows"
  })
  void takesEveryEventOfS3ForAHint(String version, String event) {
    ParsedMessage reading = reader.read(records(RECORD.formatted(version, event, "a+b%2B.txt")));

    assertThat(reading.complaint()).isEmpty();
    assertThat(reading.hints())
        .containsExactly(
            new Hint(
                new ObjectKey("a b+.txt"), Optional.of(Instant.parse("2026-03-01T12:00:00.123Z"))));
  }

  @Test
  void readsEveryRecord() {
    String body =
        records(
            RECORD.formatted("2.1", "ObjectCreated:Put", "a"),
            RECORD.formatted("2.1", "ObjectCreated:Put", "b"),
            RECORD.formatted("2.1", "ObjectCreated:Put", "c"));

    assertThat(reader.read(body).hints()).map(h -> h.key().value()).containsExactly("a", "b", "c");
  }

  @Test
  void readsTheGoodRecordsAndComplainsAboutTheOthers() {
    String body =
        records(
            RECORD.formatted("2.1", "ObjectCreated:Put", "a"),
            RECORD.formatted("2.1", "ObjectCreated:Put", "%FF"),
            RECORD.formatted("3.0", "ObjectCreated:Put", "c"),
            "{\"eventVersion\":\"2.1\"}");

    ParsedMessage reading = reader.read(body);

    assertThat(reading.hints()).map(h -> h.key().value()).containsExactly("a");
    assertThat(reading.complaint().orElseThrow())
        .contains("UTF-8")
        .contains("3.0")
        .contains("s3.bucket.name");
  }

  @Test
  void unwrapsSns() throws IOException {
    String inner = records(RECORD.formatted("2.1", "ObjectCreated:Put", "a+b"));
    String body = JSON.std.asString(Map.of("Type", "Notification", "Message", inner));

    assertThat(reader.read(body).hints()).map(h -> h.key().value()).containsExactly("a b");
  }

  @Test
  void unwrapsSnsOnceAndNotForEver() throws IOException {
    String body = "{}";
    for (int i = 0; i < 3; i++) {
      body = JSON.std.asString(Map.of("Type", "Notification", "Message", body));
    }

    assertThat(reader.read(body).complaint()).isPresent();
  }

  @Test
  void takesTheKeyOfEventBridgeAsItIs() {
    String body =
        """
        {"version":"0","detail-type":"Object Created","source":"aws.s3","time":"2026-03-01T12:00:00Z",
         "detail":{"bucket":{"name":"primary"},"object":{"key":"100%+a%20b"},"reason":"PutObject"}}
        """;

    assertThat(reader.read(body).hints())
        .containsExactly(
            new Hint(
                new ObjectKey("100%+a%20b"), Optional.of(Instant.parse("2026-03-01T12:00:00Z"))));
  }

  @Test
  void takesPlainHintsAsItWritesThem() {
    Hint hint = new Hint(new ObjectKey("a b+%\"\n"), Optional.of(Instant.EPOCH));

    assertThat(reader.read(hint.toJson("primary")).hints()).containsExactly(hint);
    assertThat(reader.read("{\"bucket\":\"primary\",\"key\":\"k\"}").hints())
        .containsExactly(new Hint(new ObjectKey("k"), Optional.empty()));
  }

  @Test
  void countsFreshHintsUpToTheLimit() {
    Hint hint = new Hint(new ObjectKey("k"), Optional.empty());
    assertThat(hint.toJson("primary")).doesNotContain("renewals");
    for (int renewals = 1; renewals <= Hint.MAX_RENEWALS; renewals++) {
      hint = reader.read(hint.renewed().orElseThrow().toJson("primary")).hints().get(0);
      assertThat(hint.renewals()).isEqualTo(renewals);
    }

    assertThat(hint.renewed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "\"5\"", "1e9", "99999999999", "null", "[]"})
  void countsNoFreshHintsWhereTheMessageHasAnotherValue(String value) {
    String body = "{\"bucket\":\"primary\",\"key\":\"k\",\"renewals\":" + value + "}";

    assertThat(reader.read(body).hints())
        .containsExactly(new Hint(new ObjectKey("k"), Optional.empty()));
  }

  @Test
  void knowsTheTestEvent() {
    ParsedMessage reading =
        reader.read(
            "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"primary\"}");

    assertThat(reading.hints()).isEmpty();
    assertThat(reading.complaint()).isEmpty();
  }

  @Test
  void believesNoOtherBucket() {
    String body =
        records(RECORD.formatted("2.1", "ObjectCreated:Put", "a").replace("primary", "elsewhere"));

    assertThat(reader.read(body).hints()).isEmpty();
    assertThat(reader.read(body).complaint().orElseThrow()).contains("elsewhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "42",
        "\"text\"",
        "{",
        "not json",
        "{}",
        "{\"Records\":[]}",
        "{\"Records\":[null]}",
        "{\"Records\":[[]]}",
        "{\"Records\":{}}",
        "{\"key\":1}",
        "{\"key\":\"a\"}",
        "{\"bucket\":\"primary\",\"key\":\"\"}",
        "{\"bucket\":\"primary\",\"key\":\"\\ud800\"}",
        "{\"Type\":\"Notification\"}",
        "{\"source\":\"aws.s3\",\"detail\":{}}",
        "{\"bucket\":\"primary\",\"key\":\"a\"",
      })
  void complainsAboutAnythingElse(String body) {
    ParsedMessage reading = reader.read(body);

    assertThat(reading.hints()).isEmpty();
    assertThat(reading.complaint()).isPresent();
  }

  @Test
  void survivesDepthAndLength() {
    assertThat(reader.read("[".repeat(10_000)).complaint()).isPresent();
    assertThat(reader.read("{\"a\":".repeat(10_000)).complaint()).isPresent();
    assertThat(reader.read("x".repeat(1 << 20)).complaint()).isPresent();
    assertThat(
            reader
                .read("{\"bucket\":\"" + "b".repeat(1 << 20) + "\",\"key\":\"a\"}")
                .complaint()
                .orElseThrow())
        .hasSizeLessThan(500);
  }

  @Test
  void losesNoHintToATimeThatCannotBeRead() {
    assertThat(reader.read("{\"bucket\":\"primary\",\"key\":\"k\",\"time\":\"yesterday\"}").hints())
        .containsExactly(new Hint(new ObjectKey("k"), Optional.empty()));
  }

  private static String records(String... records) {
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }
}
