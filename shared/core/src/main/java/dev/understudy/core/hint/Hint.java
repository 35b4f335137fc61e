package dev.understudy.core.hint;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.object.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * "This key may have changed." Never an instruction: what the message says happened is not looked
 * at, only the primary is.
 *
 * @param time when the change happened, as the message has it; for measuring lag and nothing else
 */
public record Hint(ObjectKey key, Optional<Instant> time) {

  /** The message body of a plain hint, as {@link HintReader} takes it. */
  public String toJson(String bucket) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("bucket", bucket);
    fields.put("key", key.value());
    time.ifPresent(t -> fields.put("time", t.toString()));
    try {
      return JSON.std.asString(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
