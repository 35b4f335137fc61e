package dev.understudy.emulators.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * GET and HEAD of objects. Over the usual length, as ranges, parts and conditions all shape one
 * answer.
 */
final class ReadOperations {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Service service;

  ReadOperations(Service service) {
    this.service = service;
  }

  /**
   * Answers a GET.
   *
   * @param cutAfter after how many bytes of the body the connection is to break
   */
  void get(Call call, boolean mayList, Optional<Long> cutAfter) throws IOException {
    answer(call, mayList, (data, range) -> send(call, data, range, cutAfter));
  }

  /** Answers a HEAD. */
  void head(Call call, boolean mayList) throws IOException {
    answer(call, mayList, (data, range) -> call.answerHead(range.status(), range.length()));
  }

  /** Sends what was found; the bytes and the key's lock are held meanwhile. */
  private interface Sender {
    void send(ObjectData data, Range range) throws IOException;
  }

  private void answer(Call call, boolean mayList, Sender sender) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    try (KeyLocks.Held lock = shared(bucket, key)) {
      Version version = find(call, bucket, key, mayList);
      ObjectData data = version.data().orElseThrow();
      try {
        Range range = prepare(call, bucket, version, data);
        if (range.status() == 304) {
          call.answer(304);
        } else {
          sender.send(data, range);
        }
      } finally {
        data.content().release();
      }
    }
  }

  private static void send(Call call, ObjectData data, Range range, Optional<Long> cutAfter)
      throws IOException {
    OutputStream out = call.begin(range.status(), range.length());
    long length = cutAfter.map(cut -> Math.min(cut, range.length())).orElse(range.length());
    if (length > 0) {
      data.content().write(out, range.from(), length);
      out.flush();
    }
    if (length < range.length()) {
      throw new IOException("Cut on purpose");
    }
  }

  private KeyLocks.Held shared(Bucket bucket, String key) {
    return service.quirks().judgesConditionsBeforeTheBody()
        ? bucket.locks().read(key, PATIENCE)
        : KeyLocks.NOTHING;
  }

  /** Which bytes are answered with which status. */
  private record Range(int status, long from, long length) {}

  /** The version asked for, its bytes held. */
  private Version find(Call call, Bucket bucket, String key, boolean mayList) {
    Optional<String> versionId = call.parameter("versionId");
    Version version =
        bucket
            .held(key, versionId)
            .orElseThrow(
                () ->
                    !mayList
                        ? Authentication.denied()
                        : versionId.isPresent()
                            ? new S3Error(404, "NoSuchVersion", "The version does not exist.")
                            : S3Error.noSuchKey());
    if (version.isMarker()) {
      call.set("x-amz-delete-marker", "true").set("x-amz-version-id", version.id());
      if (versionId.isPresent()) {
        call.set("Last-Modified", Times.http(version.time()));
        throw new S3Error(
            405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
      }
      throw S3Error.noSuchKey();
    }
    return version;
  }

  private Range prepare(Call call, Bucket bucket, Version version, ObjectData data) {
    describe(call, bucket, version, data);
    Instant modified = version.time().truncatedTo(ChronoUnit.SECONDS);
    if (isUnchanged(call, data, modified)) {
      return new Range(304, 0, 0);
    }
    if (call.asks("partNumber")) {
      return part(call, data);
    }
    return call.header("Range")
        .flatMap(header -> range(call, header, data.size()))
        .orElseGet(
            () -> {
              checksums(call, data);
              return new Range(200, 0, data.size());
            });
  }

  private static void describe(Call call, Bucket bucket, Version version, ObjectData data) {
    call.set(data.headers());
    data.metadata()
        .forEach((name, value) -> call.set("x-amz-meta-" + name, Drafts.returned(value)));
    call.set("ETag", '"' + data.etag() + '"');
    call.set("Last-Modified", Times.http(version.time()));
    call.set("Accept-Ranges", "bytes");
    if (!data.tags().isEmpty()) {
      call.set("x-amz-tagging-count", String.valueOf(data.tags().size()));
    }
    if (bucket.versioning() != Bucket.Versioning.NEVER) {
      call.set("x-amz-version-id", version.id());
    }
    for (String name : Drafts.HEADERS) {
      call.parameter("response-" + name).ifPresent(value -> call.set(name, value));
    }
  }

  private static void checksums(Call call, ObjectData data) {
    boolean wanted =
        call.header("x-amz-checksum-mode").map("ENABLED"::equalsIgnoreCase).orElse(false);
    if (wanted && !data.checksum().values().isEmpty()) {
      data.checksum()
          .values()
          .forEach((a, value) -> call.set("x-amz-checksum-" + a.toLowerCase(Locale.ROOT), value));
      call.set("x-amz-checksum-type", data.checksum().type());
    }
  }

  /** RFC 9110, section 13.2.2: the order in which conditions are judged. */
  private static boolean isUnchanged(Call call, ObjectData data, Instant modified) {
    Optional<String> ifMatch = call.header("If-Match");
    boolean stale =
        ifMatch.isPresent()
            ? !Conditions.matches(ifMatch.get(), data.etag())
            : call.header("If-Unmodified-Since")
                .flatMap(Times::parseHttp)
                .map(modified::isAfter)
                .orElse(false);
    if (stale) {
      throw S3Error.preconditionFailed();
    }
    Optional<String> ifNoneMatch = call.header("If-None-Match");
    return ifNoneMatch.isPresent()
        ? Conditions.matches(ifNoneMatch.get(), data.etag())
        : call.header("If-Modified-Since")
            .flatMap(Times::parseHttp)
            .map(since -> !modified.isAfter(since))
            .orElse(false);
  }

  private static Range part(Call call, ObjectData data) {
    int number = call.number("partNumber", 1);
    List<Long> parts = data.parts().isEmpty() ? List.of(data.size()) : data.parts();
    if (number < 1 || number > 10_000) {
      throw S3Error.invalidArgument("Part number must be an integer between 1 and 10000");
    }
    if (number > parts.size()) {
      throw new S3Error(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
    }
    if (!data.parts().isEmpty()) {
      call.set("x-amz-mp-parts-count", String.valueOf(parts.size()));
    }
    long from = parts.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
    long length = parts.get(number - 1);
    if (length > 0) {
      contentRange(call, from, length, data.size());
    }
    return new Range(206, from, length);
  }

  /** Empty where the header is no range that S3 would honour: then the whole is answered. */
  private static Optional<Range> range(Call call, String header, long size) {
    var parsed = java.util.regex.Pattern.compile("bytes=(\\d*)-(\\d*)").matcher(header.strip());
    if (!parsed.matches() || (parsed.group(1).isEmpty() && parsed.group(2).isEmpty())) {
      return Optional.empty();
    }
    boolean suffix = parsed.group(1).isEmpty();
    long last = parsed.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(parsed.group(2));
    long from = suffix ? Math.max(0, size - last) : Long.parseLong(parsed.group(1));
    long to = suffix ? size - 1 : Math.min(last, size - 1);
    if (!suffix && last < from) {
      return Optional.empty();
    }
    if (from >= size || (suffix && last == 0)) {
      call.set("Content-Range", "bytes */" + size);
      throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
    }
    contentRange(call, from, to - from + 1, size);
    return Optional.of(new Range(206, from, to - from + 1));
  }

  private static void contentRange(Call call, long from, long length, long size) {
    call.set("Content-Range", "bytes %d-%d/%d".formatted(from, from + length - 1, size));
  }
}
