package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.WriteResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Small JSON objects of ours under a reserved prefix of the standby, written only as long as nobody
 * else writes them. Each has the MD5 of its content as its ETag, so that the condition of the next
 * write is known on every store.
 */
final class Notes {
  private final Standby standby;
  private final Clock clock;

  /**
   * @param clock what notes are stamped with, where nothing newer is there
   */
  Notes(Standby standby, Clock clock) {
    this.standby = standby;
    this.clock = clock;
  }

  /** The note as it is now. */
  Note open(ObjectKey name) {
    Replica seen = standby.head(name);
    Optional<Fields> content =
        seen.present()
            .flatMap(there -> standby.read(name))
            .flatMap(bytes -> JsonTree.object(new String(bytes, UTF_8)))
            .map(Fields::new);
    return new Note(name, content, seen.condition(), floor(name, seen));
  }

  /** Above it a stamp must be for a write to show. */
  private Instant floor(ObjectKey name, Replica seen) {
    if (seen instanceof Replica.Marker marker) {
      return standby.timeOf(name, marker.versionId());
    }
    return seen.present().map(there -> there.lastModified().plusSeconds(1)).orElse(Instant.EPOCH);
  }

  /** One of them, from its opening on. Used by one thread. */
  final class Note {
    private final ObjectKey name;
    private final Optional<Fields> found;
    private Condition condition;
    private Instant last;

    private Note(ObjectKey name, Optional<Fields> found, Condition condition, Instant last) {
      this.name = name;
      this.found = found;
      this.condition = condition;
      this.last = last;
    }

    /** What it said when it was opened. */
    Optional<Fields> content() {
      return found;
    }

    /**
     * Writes it, if nobody else has since it was opened or written here.
     *
     * @param content must differ from whatever anybody else writes
     * @return false if somebody has
     */
    boolean write(Map<String, ?> content) {
      byte[] bytes = json(content).getBytes(UTF_8);
      ETag etag = new ETag(md5(bytes));
      Attributes none = new Attributes(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Instant stamp = now.isAfter(last) ? now : last.plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
      Fingerprint fingerprint = new Fingerprint(etag, bytes.length, none);
      WriteResult result =
          standby.put(name, bytes, Optional.empty(), fingerprint, condition, stamp);
      condition = new Condition.Matches(etag);
      last = stamp;
      return result == WriteResult.WRITTEN;
    }
  }

  private static String json(Map<String, ?> content) {
    try {
      return JSON.std.asString(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }
}
