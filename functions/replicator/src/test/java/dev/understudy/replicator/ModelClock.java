package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.testkit.store.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the primary shows of one key in each of its states, and the times that go with it. State 0
 * and every other state without a value have no object.
 *
 * @param values the content by state, empty for none; what follows a plus sign is a label
 * @param modified Last-Modified by state, in seconds
 * @param dates the possible Date headers of an answer given in that state, in seconds
 * @param multipart whether the object was uploaded in parts, and may so bear an earlier time
 */
record ModelClock(
    String name,
    List<String> values,
    List<Integer> modified,
    List<List<Integer>> dates,
    List<Boolean> multipart) {
  static final ObjectKey KEY = new ObjectKey("hot");
  private static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00Z");

  int last() {
    return values.size() - 1;
  }

  Optional<PrimaryObject> object(int state) {
    String value = values.get(state);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String bytes = bytes(value);
    ETag etag = new ETag(multipart.get(state) ? bytes + "-2" : bytes);
    Fingerprint fingerprint =
        new Fingerprint(
            etag, bytes.length(), Samples.typed("text/plain" + value.substring(bytes.length())));
    return Optional.of(new PrimaryObject(KEY, fingerprint, at(modified.get(state))));
  }

  byte[] content(int state) {
    return bytes(values.get(state)).getBytes(UTF_8);
  }

  /** The value without its label. */
  static String bytes(String value) {
    return value.split("\\+", 2)[0];
  }

  List<Instant> readTimes(int state) {
    return dates.get(state).stream().map(ModelClock::at).toList();
  }

  static Instant at(int second) {
    return BEGINNING.plusSeconds(second);
  }

  @Override
  public String toString() {
    return name;
  }
}
