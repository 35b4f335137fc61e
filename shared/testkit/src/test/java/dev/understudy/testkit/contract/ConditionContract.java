package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditional writes, with which the replicator excludes late writers. */
interface ConditionContract extends ContractFixture {
  /** Writes only if the object does not exist. */
  Map<String, String> ABSENT = Map.of("If-None-Match", "*");

  /** An ETag that no object has. */
  String NO_ETAG = "0".repeat(32);

  /** Writes only over the object with this ETag. */
  static Map<String, String> match(String etag) {
    return Map.of("If-Match", '"' + etag + '"');
  }

  @Test
  default void writesOnlyWhatIsAbsent() {
    client().put(bucket(), "a", bytes("one"), ABSENT);

    refused(412, "PreconditionFailed", () -> client().put(bucket(), "a", bytes("two"), ABSENT));

    assertThat(read(bucket(), "a")).isEqualTo("one");
  }

  @Test
  default void writesOnlyOverTheKnownEtag() {
    Map<String, String> one = match(put(bucket(), "a", "one").etag());

    String two = client().put(bucket(), "a", bytes("two"), one).etag();
    refused(412, "PreconditionFailed", () -> client().put(bucket(), "a", bytes("late"), one));

    assertThat(read(bucket(), "a")).isEqualTo("two");
    assertThat(two).isEqualTo(ExpectedDigests.etag(bytes("two")));
  }

  @Test
  default void findsNothingToMatchWhereNothingIs() {
    refused(404, "NoSuchKey", () -> client().put(bucket(), "a", bytes("x"), match(NO_ETAG)));

    refused(404, "NoSuchKey", () -> read(bucket(), "a"));
  }

  @Test
  default void takesADeleteMarkerForAbsence() {
    Map<String, String> old = match(put(versioned(), "a", "one").etag());
    client().delete(versioned(), "a", NONE, NONE);

    refused(404, "NoSuchKey", () -> client().put(versioned(), "a", bytes("x"), old));
    client().put(versioned(), "a", bytes("two"), ABSENT);

    assertThat(read(versioned(), "a")).isEqualTo("two");
  }

  @Test
  default void judgesConditionsInVersionedBucketsToo() {
    Map<String, String> one = match(put(versioned(), "a", "one").etag());

    refused(412, "PreconditionFailed", () -> client().put(versioned(), "a", bytes("x"), ABSENT));
    client().put(versioned(), "a", bytes("two"), one);
    refused(412, "PreconditionFailed", () -> client().put(versioned(), "a", bytes("x"), one));

    assertThat(read(versioned(), "a")).isEqualTo("two");
    assertThat(client().versions(versioned(), "a")).hasSize(2);
  }

  /** Amazon S3 since 2025-09. */
  @Test
  default void deletesOnlyTheKnownEtag() {
    String etag = put(bucket(), "a", "one").etag();

    refused(412, "PreconditionFailed", () -> client().delete(bucket(), "a", match(NO_ETAG), NONE));
    assertThat(read(bucket(), "a")).isEqualTo("one");
    client().delete(bucket(), "a", match(etag), NONE);

    refused(404, "NoSuchKey", () -> read(bucket(), "a"));
  }

  /** Amazon S3 accepts only *. */
  @Test
  default void refusesAnEtagInIfNoneMatchOfAWrite() {
    Map<String, String> same =
        Map.of("If-None-Match", '"' + put(bucket(), "a", "one").etag() + '"');

    refused(501, "NotImplemented", () -> client().put(bucket(), "a", bytes("x"), same));

    assertThat(read(bucket(), "a")).isEqualTo("one");
  }
}
