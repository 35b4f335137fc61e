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
 */
public record Hint(ObjectKey key, Optional<Instant> time) {
  /** SQS rejects some characters that a key can have, for example U+FFFF. */
  private static final JSON ASCII =
      JSON.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()).build();

  /** The body of a plain hint, in ASCII, which {@link HintReader} can read. */
  public String toJson(String bucket) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("bucket", bucket);
    fields.put("key", key.value());
    time.ifPresent(t -> fields.put("time", t.toString()));
    try {
      return ASCII.asString(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
