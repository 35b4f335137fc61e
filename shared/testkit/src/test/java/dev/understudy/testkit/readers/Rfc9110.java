package dev.understudy.testkit.readers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to a read of an existing object, by RFC 9110: conditions by section 13.2.2, and one
 * range by section 14.2.
 */
record Rfc9110(Site site, String key, ReaderRequest request) {
  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** The answer of S3. */
  ReaderAnswer ofS3() {
    return isStale()
        ? ReaderAnswer.error(412)
        : isUnchanged() ? ReaderAnswer.of(304, key) : content(isRangeOfThisVersion());
  }

  /**
   * The answer of the standby. MinIO evaluates the range of an empty object first, and then the
   * conditions of a cache. nginx ignores the range where it cannot verify If-Range, and where it
   * cannot recognize an empty object.
   */
  ReaderAnswer ofStandby() {
    boolean sent = isRangeSent();
    boolean isBeforeConditions = isSuffix() || request.method().equals("GET");
    if (sent && isBeforeConditions && isEmptyRange()) {
      return ReaderAnswer.error(416);
    }
    return isUnchanged()
        ? ReaderAnswer.of(304, key)
        : isStale() ? ReaderAnswer.error(412) : content(sent && isRangeOfThisVersion());
  }

  private boolean isRangeSent() {
    boolean canBeVerified =
        request.header("If-Range").isEmpty()
            || (request.header("If-Range").get().startsWith("\"")
                && request.header("If-Match").isEmpty()
                && request.header("If-Unmodified-Since").isEmpty());
    return canBeVerified
        && !(isSuffix()
            && (request.header("If-None-Match").isPresent()
                || request.header("If-Modified-Since").isPresent()));
  }

  private boolean isSuffix() {
    return request.header("Range").filter(range -> range.startsWith("bytes=-")).isPresent();
  }

  private boolean isEmptyRange() {
    return site.bytes(key).length == 0 && content(true).status() == 416;
  }

  private boolean isStale() {
    Optional<String> ifMatch = request.header("If-Match");
    return ifMatch.isPresent()
        ? !ifMatch.get().equals("*") && !isThisEtag(ifMatch)
        : time("If-Unmodified-Since").filter(site.time()::isAfter).isPresent();
  }

  private boolean isUnchanged() {
    Optional<String> ifNoneMatch = request.header("If-None-Match");
    return ifNoneMatch.isPresent()
        ? ifNoneMatch.get().equals("*") || isThisEtag(ifNoneMatch.map(e -> e.replace("W/", "")))
        : time("If-Modified-Since").filter(since -> !site.time().isAfter(since)).isPresent();
  }

  private boolean isRangeOfThisVersion() {
    Optional<String> ifRange = request.header("If-Range");
    return ifRange.isEmpty()
        || isThisEtag(ifRange)
        || time("If-Range").filter(site.time()::equals).isPresent();
  }

  private boolean isThisEtag(Optional<String> given) {
    return given.filter(site.etag(key)::equals).isPresent();
  }

  private Optional<Instant> time(String header) {
    try {
      return request
          .header(header)
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private ReaderAnswer content(boolean mayBePart) {
    Matcher range = ONE_RANGE.matcher(request.header("Range").orElse(""));
    if (!mayBePart || !range.matches()) {
      return ReaderAnswer.of(200, key);
    }
    int size = site.bytes(key).length;
    boolean isSuffix = range.group(1).isEmpty();
    long last =
        isSuffix || range.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(range.group(2)));
    long first =
        isSuffix
            ? Math.max(0, size - Long.parseLong(range.group(2)))
            : Long.parseLong(range.group(1));
    return first >= size ? ReaderAnswer.error(416) : ReaderAnswer.part(key, first, last);
  }
}
