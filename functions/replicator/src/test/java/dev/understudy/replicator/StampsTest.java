package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules of docs/stamps.md, a row per case. Times are seconds and milliseconds after noon;
 * "extra" is the number of further calls that reading the exact time costs.
 */
class StampsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ObjectKey KEY = new ObjectKey("k");

  private final InMemoryStandby standby = new InMemoryStandby();
  private final List<String> calls = new ArrayList<>();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # case                                    | etag | modified | read    | seen            | stamp      | extra
          a first copy bears the primary's time     | e    | 100.000  | 107.000 | nothing         | 100.000    | 0
          a later copy too                          | e    | 100.000  | 107.000 | object 90.500   | 100.000    | 0
          two seconds later no call is needed       | e    | 100.000  | 107.000 | object 98.999   | 100.000    | 0
          the next second hides up to 999 ms        | e    | 100.000  | 107.000 | object 99.000   | 100.001    | 0
          the next second, at its worst             | e    | 100.000  | 107.000 | object 99.999   | 100.001    | 0
          the same second is read exactly           | e    | 100.000  | 107.000 | object 100.000  | 100.002    | 1
          the same second, late in it               | e    | 100.000  | 107.000 | object 100.700  | 100.702    | 1
          above a time from the future              | e    | 100.000  | 107.000 | object 200.300  | 200.302    | 1
          above a marker, whatever its time         | e    | 100.000  | 107.000 | marker 90.000   | 100.000    | 1
          above a marker in the same second         | e    | 100.000  | 107.000 | marker 100.001  | 100.003    | 1
          above a later marker                      | e    | 100.000  | 107.000 | marker 101.500  | 101.502    | 1
          a young multipart upload has its reading  | e-2  | 100.000  | 107.000 | nothing         | 102.002    | 0
          unless it was modified after that         | e-2  | 106.000  | 107.000 | nothing         | 106.000    | 0
          a young one above what was seen           | e-2  | 100.000  | 107.000 | object 104.000  | 104.002    | 1
          six days old is young                     | e-2  | -518400.000 | 107.000 | nothing      | 102.002    | 0
          seven days old is not                     | e-2  | -604800.000 | 107.000 | nothing      | -604800.000 | 0
          """)
  void stampsACopy(
      String name,
      String etag,
      String modified,
      String read,
      String seen,
      String stamp,
      int extra) {
    Replica replica = given(seen);
    PrimaryObject object =
        new PrimaryObject(
            KEY, new Fingerprint(new ETag(etag), 1, Samples.typed("t")), at(modified));

    Instant result = new Stamps(standby).ofCopy(object, at(read), replica);

    assertThat(result).isEqualTo(at(stamp));
    assertThat(calls).hasSize(extra);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # case                                     | read    | seen            | stamp   | extra
          five seconds before the answer             | 107.000 | object 90.500   | 102.001 | 0
          the next second needs no call              | 107.000 | object 101.999  | 102.001 | 0
          the second before, at its latest           | 106.000 | object 100.999  | 101.001 | 0
          the same second is read exactly            | 107.000 | object 102.000  | 102.001 | 1
          the same second, late in it                | 107.000 | object 102.700  | 102.701 | 1
          above an object that is newer than the margin | 107.000 | object 106.300 | 106.301 | 1
          """)
  void stampsADelete(String name, String read, String seen, String stamp, int extra) {
    Replica replica = given(seen);

    Instant result = new Stamps(standby).ofDelete(KEY, at(read), replica);

    assertThat(result).isEqualTo(at(stamp));
    assertThat(calls).hasSize(extra);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # case                                    | read    | seen           | not later
          a key that the standby never had          | 107.000 | nothing        | true
          six seconds before the read               | 107.000 | object 101.000 | true
          in that second, at its latest             | 107.000 | object 101.999 | true
          five seconds before the read              | 107.000 | object 102.000 | false
          in the second of the read                 | 107.000 | object 107.000 | false
          a marker, whose time a HEAD does not show | 107.000 | marker 90.000  | false
          """)
  void knowsWhenAReplicaIsNotLaterThanARead(
      String name, String read, String seen, boolean notLater) {
    assertThat(Stamps.isNotLater(given(seen), at(read))).isEqualTo(notLater);
  }

  private Replica given(String seen) {
    if (!seen.equals("nothing")) {
      Instant time = at(seen.substring(7));
      boolean marker = seen.startsWith("marker");
      Fingerprint fingerprint = new Fingerprint(new ETag("old"), 1, Samples.typed("t"));
      standby.put(
          KEY,
          new byte[1],
          Optional.empty(),
          fingerprint,
          new Condition.Absent(),
          marker ? at("-900000") : time);
      if (marker) {
        standby.delete(KEY, time);
      }
    }
    Replica replica = ((Standby) standby).head(KEY);
    standby.before((operation, key) -> calls.add(operation));
    return replica;
  }

  private static Instant at(String seconds) {
    return NOON.plusMillis(
        new java.math.BigDecimal(seconds.strip()).movePointRight(3).longValueExact());
  }
}
