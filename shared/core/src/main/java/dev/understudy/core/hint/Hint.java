package dev.understudy.core.hint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.object.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * "This key may have changed." Never an instruction: the event type is ignored, and only the
 * primary decides what to do.
 *
 * @param time the time of the change according to the message; used only to measure lag
 * @param renewals the number of fresh hints for the key, one after another, that led to this one; 0
 *     for a change, the reconciler or a person
 */
public record Hint(ObjectKey key, Optional<Instant> time, int renewals) {
  /**
   * After this many fresh hints in a row the replicator sends no further one. A large object then
   * has had 1,000 invocations, and a key that keeps changing at least half an hour.
   */
  public static final int MAX_RENEWALS = 1000;

  static final String RENEWALS = "renewals";

  /** SQS rejects some characters that a key can have, for example U+FFFF. */
  private static final JSON ASCII =
      JSON.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()).build();

  /** A hint that no other hint led to. */
  public Hint(ObjectKey key, Optional<Instant> time) {
    this(key, time, 0);
  }

  /** The fresh hint that follows this one; empty after {@link #MAX_RENEWALS}. */
  public Optional<Hint> renewed() {
    return renewals < MAX_RENEWALS
        ? Optional.of(new Hint(key, time, renewals + 1))
        : Optional.empty();
  }

  /** The body of a plain hint, in ASCII, which {@link HintReader} can read. */
  public String toJson(String bucket) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bucket", bucket);
    fields.put("key", key.value());
    time.ifPresent(t -> fields.put("time", t.toString()));
    if (renewals > 0) {
      fields.put(RENEWALS, renewals);
    }
    try {
      return ASCII.asString(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
