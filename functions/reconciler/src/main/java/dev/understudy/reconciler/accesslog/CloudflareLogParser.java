package dev.understudy.reconciler.accesslog;

import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP requests by Cloudflare Logpush: one JSON object a line, with the fields ClientRequestMethod,
 * ClientRequestPath or ClientRequestURI, EdgeResponseStatus and EdgeStartTimestamp, and
 * ClientRequestHost if hosts are configured (Cloudflare docs, "HTTP requests").
 */
final class CloudflareLogParser implements LogParser {
  /**
   * Seconds are lower than this until the year 5138, and nanoseconds have been higher since 1970.
   */
  private static final long LOWEST_NANOS = 100_000_000_000L;

  private final LogSettings settings;

  CloudflareLogParser(LogSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<LoggedRequest> parse(String line) {
    Map<String, Object> fields =
        JsonTree.object(line)
            .orElseThrow(() -> new IllegalArgumentException("The line is no JSON object"));
    Instant time = time(fields.get("EdgeStartTimestamp"));
    return Optional.of(new LoggedRequest(time, keys(fields, line)));
  }

  private List<ObjectKey> keys(Map<String, Object> fields, String line) {
    int status = fields.get("EdgeResponseStatus") instanceof Number number ? number.intValue() : 0;
    boolean counts =
        LoggedRequest.isRead(JsonTree.text(fields, "ClientRequestMethod"), status)
            && (settings.hosts().isEmpty()
                || settings.countsHost(JsonTree.text(fields, "ClientRequestHost")))
            && !settings.ignores(line);
    return counts ? LoggedKeys.ofPath(settings.keyPrefix(), path(fields)) : List.of();
  }

  private static String path(Map<String, Object> fields) {
    return fields.get("ClientRequestPath") instanceof String path
        ? path
        : JsonTree.text(fields, "ClientRequestURI").split("[?#]", 2)[0];
  }

  /** RFC 3339, seconds or nanoseconds: the three formats of Logpush. */
  private static Instant time(@Nullable Object value) {
    if (value instanceof String text) {
      return Instant.parse(text);
    }
    if (value instanceof Number number) {
      long count = number.longValue();
      return count < LOWEST_NANOS ? Instant.ofEpochSecond(count) : Instant.ofEpochSecond(0, count);
    }
    throw new IllegalArgumentException("The line has no EdgeStartTimestamp");
  }
}
