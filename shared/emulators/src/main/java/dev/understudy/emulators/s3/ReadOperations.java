package dev.understudy.emulators.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** GET and HEAD of objects. */
final class ReadOperations {
  private final Service service;

  ReadOperations(Service service) {
    this.service = service;
  }

  /**
   * Serves a GET.
   *
   * @param cutAfter bytes of the body after which the connection is closed
   */
  void get(Call call, boolean mayList, Optional<Long> cutAfter) throws IOException {
    answer(call, mayList, (data, range) -> send(call, data, range, cutAfter));
  }

  /** Serves a HEAD. */
  void head(Call call, boolean mayList) throws IOException {
    answer(call, mayList, (data, range) -> call.answerHead(range.status(), range.length()));
  }

  /** Sends the response, while the content and the key's lock are held. */
  private interface Sender {
    void send(ObjectData data, ByteRange range) throws IOException;
  }

  private void answer(Call call, boolean mayList, Sender sender) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    try (KeyLocks.Held lock = service.sharedLock(bucket, key)) {
      Version version = find(call, bucket, key, mayList);
      ObjectData data = version.data().orElseThrow();
      try {
        ByteRange range = prepare(call, bucket, version, data);
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

  private static void send(Call call, ObjectData data, ByteRange range, Optional<Long> cutAfter)
      throws IOException {
    OutputStream out = call.begin(range.status(), range.length());
    long length = cutAfter.map(cut -> Math.min(cut, range.length())).orElse(range.length());
    if (length > 0) {
      data.content().write(out, range.from(), length);
      out.flush();
    }
    if (length < range.length()) {
      throw new IOException("Injected fault: truncated body");
    }
  }

  /** The requested version. The caller releases its content. */
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

  private ByteRange prepare(Call call, Bucket bucket, Version version, ObjectData data) {
    describe(call, bucket, version, data);
    Instant modified = version.time().truncatedTo(ChronoUnit.SECONDS);
    if (isUnchanged(call, data, modified)) {
      return new ByteRange(304, 0, 0);
    }
    if (call.asks("partNumber")) {
      return ByteRange.ofPart(call, data);
    }
    return call.header("Range")
        .filter(range -> isOfThisVersion(call, data, modified))
        .flatMap(header -> ByteRange.of(call, header, data.size()))
        .orElseGet(
            () -> {
              checksums(call, data);
              return new ByteRange(200, 0, data.size());
            });
  }

  /** Whether If-Range, if it is present and evaluated, names this version exactly. */
  private boolean isOfThisVersion(Call call, ObjectData data, Instant modified) {
    return !service.quirks().evaluatesIfRange()
        || call.header("If-Range")
            .map(
                given ->
                    given.equals('"' + data.etag() + '"')
                        || Times.parseHttp(given).filter(modified::equals).isPresent())
            .orElse(true);
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

  /** Evaluates conditions in the order of RFC 9110, section 13.2.2. */
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
        ? Conditions.matches(ifNoneMatch.get().replace("W/\"", "\""), data.etag())
        : call.header("If-Modified-Since")
            .flatMap(Times::parseHttp)
            .map(since -> !modified.isAfter(since))
            .orElse(false);
  }
}
