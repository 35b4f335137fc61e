package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Standard logs of CloudFront: fields separated by tabs, in the order that the line {@code
 * #Fields:} names (CloudFront developer guide, "Standard logging reference").
 */
final class CloudFrontLogParser implements LogParser {
  private static final String FIELDS = "#Fields:";

  private final LogSettings settings;
  private List<String> names = List.of();

  CloudFrontLogParser(LogSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<LoggedRequest> parse(String line) {
    if (line.startsWith("#")) {
      if (line.startsWith(FIELDS)) {
        names = List.of(line.substring(FIELDS.length()).strip().split("\\s+"));
      }
      return Optional.empty();
    }
    String[] fields = line.split("\t", -1);
    Instant time = Instant.parse(field(fields, "date") + "T" + field(fields, "time") + "Z");
    return Optional.of(new LoggedRequest(time, keys(fields, line)));
  }

  private List<ObjectKey> keys(String[] fields, String line) {
    boolean isRead =
        LoggedRequest.isRead(field(fields, "cs-method"), status(field(fields, "sc-status")));
    return isRead && countsHost(fields) && !settings.ignores(line)
        ? LoggedKeys.ofPath(settings.keyPrefix(), field(fields, "cs-uri-stem"))
        : List.of();
  }

  /** The distribution's domain, or the host that the reader asked for. */
  private boolean countsHost(String[] fields) {
    return settings.countsHost(field(fields, "cs(Host)"))
        || (names.contains("x-host-header") && settings.countsHost(field(fields, "x-host-header")));
  }

  /** The status is 000 if the reader closed the connection early. */
  private static int status(String text) {
    return Integer.parseInt(text);
  }

  private String field(String[] fields, String name) {
    int index = names.indexOf(name);
    if (index < 0 || index >= fields.length) {
      throw new IllegalArgumentException("The line has no field " + name);
    }
    return fields[index];
  }
}
