package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Server access logs of S3. Fields are separated by spaces: owner, bucket, time in brackets,
 * address, requester, request id, operation, key, request line in quotes, status, and more (S3 user
 * guide, "Amazon S3 server access log format").
 */
final class S3LogParser implements LogParser {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH);
  private static final Set<String> READS = Set.of("REST.GET.OBJECT", "WEBSITE.GET.OBJECT");

  /** The user agent of Understudy's own requests. No reader waits for what they read. */
  private static final String OWN = " \"understudy\" ";

  private final LogSettings settings;

  S3LogParser(LogSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<LoggedRequest> parse(String line) {
    int time = line.indexOf(" [");
    int end = line.indexOf("] ", time);
    if (time < 0 || end < 0) {
      throw new IllegalArgumentException("The line has no time");
    }
    String[] source = line.substring(0, time).split(" ", 3);
    if (source.length < 2 || !source[1].equals(settings.primary())) {
      return Optional.empty();
    }
    Instant at = TIME.parse(line.substring(time + 2, end), Instant::from);
    return Optional.of(new LoggedRequest(at, keys(line, line.substring(end + 2))));
  }

  private List<ObjectKey> keys(String line, String rest) {
    String[] fields = rest.split(" ", 6);
    if (fields.length < 6) {
      throw new IllegalArgumentException("The line ends too early");
    }
    boolean counts =
        READS.contains(fields[3])
            && LoggedRequest.isRead("GET", status(fields[5]))
            && !line.contains(OWN)
            && !settings.ignores(line);
    return counts ? LoggedKeys.of("", fields[4]) : List.of();
  }

  /** The number after the request line, which may itself have quotes but no spaces in its URL. */
  private static int status(String rest) {
    for (int quote = rest.indexOf("\" "); quote >= 0; quote = rest.indexOf("\" ", quote + 1)) {
      String next = rest.substring(quote + 2, Math.min(quote + 6, rest.length()));
      if (next.matches("[0-9]{3} ")) {
        return Integer.parseInt(next.substring(0, 3));
      }
      if (next.startsWith("- ")) {
        return 0;
      }
    }
    throw new IllegalArgumentException("The line has no status");
  }
}
