package dev.understudy.testkit.readers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A request as a reader sends it to the edge.
 *
 * @param target the path, encoded, and perhaps a query
 * @param headers ETags and dates as {@code <etag KEY>} and {@code <date KEY +1>}
 */
record ReaderRequest(String method, String target, Map<String, String> headers) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("<(etag|date) ([^> ]+)(?: ([+-]\\d+))?>");

  static ReaderRequest parse(String method, String target, String headers) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String header : headers.split(" ; ")) {
      if (!header.isEmpty()) {
        String[] pair = header.split(": ", 2);
        parsed.put(pair[0], pair[1]);
      }
    }
    return new ReaderRequest(method, target, parsed);
  }

  /** The same request with the ETags and dates of a site. */
  ReaderRequest on(Site site) {
    Map<String, String> filled = new LinkedHashMap<>();
    headers.forEach(
        (name, value) ->
            filled.put(
                name, PLACEHOLDER.matcher(value).replaceAll(found -> replacement(found, site))));
    return new ReaderRequest(method, target, filled);
  }

  private static String replacement(MatchResult found, Site site) {
    if (found.group(1).equals("etag")) {
      return site.etag(found.group(2));
    }
    long seconds = found.group(3) == null ? 0 : Long.parseLong(found.group(3));
    return Site.date(site.time().plusSeconds(seconds));
  }

  /** The target that the edge sends to the primary: with an index document, without the query. */
  String atThePrimary() {
    String path = target.replaceFirst("\\?.*", "");
    return "/" + Site.BUCKET + (path.endsWith("/") ? path + "index.html" : path);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
