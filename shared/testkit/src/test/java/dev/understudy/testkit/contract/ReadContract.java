package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static dev.understudy.testkit.contract.ContractFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ranged and conditional reads. */
interface ReadContract extends ContractFixture {
  /** Before any object was written. */
  String PAST = "Tue, 01 Jan 2019 00:00:00 GMT";

  @TestFactory
  default Stream<DynamicTest> readsRanges() {
    put(bucket(), "digits", "0123456789");
    return Stream.of(
            new String[] {"bytes=0-0", "0", "bytes 0-0/10"},
            new String[] {"bytes=2-4", "234", "bytes 2-4/10"},
            new String[] {"bytes=7-", "789", "bytes 7-9/10"},
            new String[] {"bytes=-3", "789", "bytes 7-9/10"},
            new String[] {"bytes=-100", "0123456789", "bytes 0-9/10"},
            new String[] {"bytes=9-100", "9", "bytes 9-9/10"})
        .map(row -> dynamicTest(row[0], () -> readsRange(row[0], row[1], row[2])));
  }

  private void readsRange(String range, String expected, String contentRange) {
    StoreAnswer answer = client().get(bucket(), "digits", Map.of("Range", range), NONE);

    assertThat(answer.status()).isEqualTo(206);
    assertThat(text(answer)).isEqualTo(expected);
    assertThat(answer.header("content-range")).contains(contentRange);
    assertThat(answer.header("content-length")).contains(String.valueOf(expected.length()));
    assertThat(answer.etag()).isEqualTo(ExpectedDigests.etag(bytes("0123456789")));
  }

  @Test
  default void refusesARangeBeyondTheEnd() {
    put(bucket(), "digits", "0123456789");
    put(bucket(), "empty", "");
    Map<String, String> beyond = Map.of("Range", "bytes=10-");
    Map<String, String> all = Map.of("Range", "bytes=0-");
    Map<String, String> first = Map.of("Range", "bytes=0-1");

    refused(416, "InvalidRange", () -> client().get(bucket(), "digits", beyond, NONE));
    refused(416, "InvalidRange", () -> client().get(bucket(), "empty", all, NONE));
    refused(416, "InvalidRange", () -> client().get(bucket(), "empty", first, NONE));
  }

  @Test
  default void readsUnderConditions() {
    String quoted = '"' + put(bucket(), "a", "hello").etag() + '"';
    Map<String, String> match = Map.of("If-Match", quoted);
    Map<String, String> other = Map.of("If-Match", "\"other\"");
    Map<String, String> changed = Map.of("If-None-Match", quoted);

    assertThat(client().get(bucket(), "a", match, NONE).status()).isEqualTo(200);
    assertThat(client().get(bucket(), "a", Map.of("If-None-Match", "\"other\""), NONE).status())
        .isEqualTo(200);
    refused(412, "PreconditionFailed", () -> client().get(bucket(), "a", other, NONE));
    refused(412, "", () -> client().head(bucket(), "a", other, NONE));
    refused(304, "", () -> client().get(bucket(), "a", changed, NONE));
    refused(304, "", () -> client().head(bucket(), "a", changed, NONE));
  }

  @Test
  default void readsUnderDates() {
    put(bucket(), "a", "hello");
    String time = client().head(bucket(), "a", NONE, NONE).header("last-modified").orElseThrow();
    Map<String, String> modified = Map.of("If-Modified-Since", time);
    Map<String, String> unmodified = Map.of("If-Unmodified-Since", PAST);

    assertThat(client().get(bucket(), "a", Map.of("If-Modified-Since", PAST), NONE).status())
        .isEqualTo(200);
    assertThat(client().get(bucket(), "a", Map.of("If-Unmodified-Since", time), NONE).status())
        .isEqualTo(200);
    refused(304, "", () -> client().get(bucket(), "a", modified, NONE));
    refused(412, "PreconditionFailed", () -> client().get(bucket(), "a", unmodified, NONE));
  }

  @Test
  default void describesAnErrorAndNotTheObject() {
    Map<String, String> object = Map.of("Content-Type", "text/x", "Content-Encoding", "gzip");
    client().put(bucket(), "a", bytes("hello"), object);
    Map<String, String> other = Map.of("If-Match", "\"other\"");

    StoreErrorException refusal =
        refused(412, "PreconditionFailed", () -> client().get(bucket(), "a", other, NONE));

    assertThat(refusal.headers())
        .containsEntry("content-type", "application/xml")
        .doesNotContainKey("content-encoding");
  }

  @Test
  default void pinsEveryRangeToOneEtag() {
    String etag = put(bucket(), "a", "old content").etag();
    Map<String, String> pinned = Map.of("Range", "bytes=4-", "If-Match", '"' + etag + '"');
    assertThat(text(client().get(bucket(), "a", pinned, NONE))).isEqualTo("content");

    put(bucket(), "a", "new content");

    refused(412, "PreconditionFailed", () -> client().get(bucket(), "a", pinned, NONE));
  }
}
