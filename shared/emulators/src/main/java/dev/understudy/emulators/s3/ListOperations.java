package dev.understudy.emulators.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The three listings, in the order of UTF-8 bytes. Over the usual length, as three listings share
 * their pages and differ in their XML.
 */
final class ListOperations {
  private static final int MAX_KEYS = 1000;

  /** Above every key that begins with a prefix: the last code point. */
  private static final String LAST = "\udbff\udfff";

  private final Service service;

  ListOperations(Service service) {
    this.service = service;
  }

  /** What both forms of listing share. */
  private record Request(
      Bucket bucket,
      String prefix,
      String delimiter,
      int most,
      UnaryOperator<String> encoded,
      boolean urlEncodes) {

    static Request of(Call call, Service service) {
      boolean url = call.parameter("encoding-type").map("url"::equals).orElse(false);
      return new Request(
          service.bucket(call.bucket()),
          call.parameter("prefix").orElse(""),
          call.parameter("delimiter").orElse(""),
          Math.min(MAX_KEYS, call.number("max-keys", MAX_KEYS)),
          text -> url ? Uris.encode(text, "/") : text,
          url);
    }
  }

  /**
   * A page.
   *
   * @param last where the next page goes on after
   */
  private record Page(
      List<Bucket.Listed> objects, List<String> prefixes, boolean truncated, String last) {
    int count() {
      return objects.size() + prefixes.size();
    }
  }

  void listV2(Call call) throws IOException {
    Request request = Request.of(call, service);
    Optional<String> token = call.parameter("continuation-token");
    String after =
        token.map(ListOperations::decode).orElse(call.parameter("start-after").orElse(""));
    Page page = page(request, after);
    call.answer(
        200,
        Xml.document(
            "ListBucketResult",
            x -> {
              head(x, request);
              x.element("KeyCount", page.count())
                  .element("ContinuationToken", token)
                  .element("StartAfter", call.parameter("start-after").map(request.encoded))
                  .element("IsTruncated", page.truncated);
              if (page.truncated) {
                x.element("NextContinuationToken", encode(page.last));
              }
              entries(
                  x, request, page, call.parameter("metadata").map("true"::equals).orElse(false));
            }));
  }

  void listV1(Call call) throws IOException {
    Request request = Request.of(call, service);
    String marker = call.parameter("marker").orElse("");
    Page page = page(request, marker);
    call.answer(
        200,
        Xml.document(
            "ListBucketResult",
            x -> {
              head(x, request);
              x.element("Marker", request.encoded.apply(marker))
                  .element("IsTruncated", page.truncated);
              if (page.truncated) {
                x.element("NextMarker", request.encoded.apply(page.last));
              }
              entries(x, request, page, false);
            }));
  }

  private static void head(Xml x, Request request) {
    x.element("Name", request.bucket.name())
        .element("Prefix", request.encoded.apply(request.prefix))
        .element("MaxKeys", request.most);
    if (!request.delimiter.isEmpty()) {
      x.element("Delimiter", request.encoded.apply(request.delimiter));
    }
    if (request.urlEncodes) {
      x.element("EncodingType", "url");
    }
  }

  private static void entries(Xml x, Request request, Page page, boolean withMetadata) {
    for (Bucket.Listed listed : page.objects) {
      ObjectData data = listed.version().data().orElseThrow();
      x.in(
          "Contents",
          e -> {
            e.element("Key", request.encoded.apply(listed.key()))
                .element("LastModified", Times.iso(listed.version().time()))
                .element("ETag", '"' + data.etag() + '"')
                .element("Size", data.size())
                .element("StorageClass", "STANDARD");
            if (withMetadata) {
              metadata(e, data);
            }
          });
    }
    prefixes(x, request, page);
  }

  /** MinIO's extension: what a HEAD would tell, in the listing. */
  private static void metadata(Xml e, ObjectData data) {
    e.in(
        "UserMetadata",
        m -> {
          data.headers().forEach(m::element);
          data.metadata().forEach((name, value) -> m.element("X-Amz-Meta-" + name, value));
        });
    if (!data.tags().isEmpty()) {
      List<String> tags = new ArrayList<>();
      data.tags()
          .forEach((name, value) -> tags.add(Uris.encode(name, "") + "=" + Uris.encode(value, "")));
      e.element("UserTags", String.join("&", tags));
    }
  }

  private static void prefixes(Xml x, Request request, Page page) {
    page.prefixes.forEach(
        prefix -> x.in("CommonPrefixes", p -> p.element("Prefix", request.encoded.apply(prefix))));
  }

  /** Collects a page; whatever lies under a common prefix is jumped over, not walked. */
  private static Page page(Request request, String after) {
    List<Bucket.Listed> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String last = after;
    while (objects.size() + prefixes.size() < request.most) {
      List<Bucket.Listed> next =
          request.bucket.currentAfter(
              last,
              request.prefix,
              request.delimiter.isEmpty() ? request.most - objects.size() : 1);
      if (next.isEmpty()) {
        return new Page(objects, prefixes, false, last);
      }
      for (Bucket.Listed listed : next) {
        Optional<String> common = common(request, listed.key());
        if (common.isEmpty()) {
          objects.add(listed);
          last = listed.key();
        } else {
          if (!common.get().equals(after) && !last.startsWith(common.get())) {
            prefixes.add(common.get());
          }
          last = common.get() + LAST;
        }
      }
    }
    boolean more =
        request.most > 0 && !request.bucket.currentAfter(last, request.prefix, 1).isEmpty();
    return new Page(objects, prefixes, more, last);
  }

  private static Optional<String> common(Request request, String key) {
    int end =
        request.delimiter.isEmpty() ? -1 : key.indexOf(request.delimiter, request.prefix.length());
    return end < 0
        ? Optional.empty()
        : Optional.of(key.substring(0, end + request.delimiter.length()));
  }

  void listVersions(Call call) throws IOException {
    Request request = Request.of(call, service);
    String keyMarker = call.parameter("key-marker").orElse("");
    String versionMarker = call.parameter("version-id-marker").orElse("");
    List<Bucket.Listed> rest = new ArrayList<>();
    boolean skipping = !versionMarker.isEmpty();
    String from = keyMarker.isEmpty() ? request.prefix : keyMarker;
    for (Bucket.Listed listed :
        request.bucket.versionsFrom(from, request.prefix, request.most + 1, keyMarker)) {
      boolean atMarker = listed.key().equals(keyMarker);
      if (atMarker && (versionMarker.isEmpty() || skipping)) {
        skipping = skipping && !listed.version().id().equals(versionMarker);
        continue;
      }
      rest.add(listed);
    }
    List<Bucket.Listed> page = rest.subList(0, Math.min(request.most, rest.size()));
    call.answer(
        200, Xml.document("ListVersionsResult", x -> versions(x, request, page, rest, keyMarker)));
  }

  private static void versions(
      Xml x,
      Request request,
      List<Bucket.Listed> page,
      List<Bucket.Listed> rest,
      String keyMarker) {
    head(x, request);
    x.element("KeyMarker", request.encoded.apply(keyMarker))
        .element("IsTruncated", page.size() < rest.size());
    if (page.size() < rest.size()) {
      Bucket.Listed last = page.get(page.size() - 1);
      x.element("NextKeyMarker", request.encoded.apply(last.key()))
          .element("NextVersionIdMarker", last.version().id());
    }
    for (Bucket.Listed listed : page) {
      Version version = listed.version();
      x.in(
          version.isMarker() ? "DeleteMarker" : "Version",
          e -> {
            e.element("Key", request.encoded.apply(listed.key()))
                .element("VersionId", version.id())
                .element("IsLatest", listed.latest())
                .element("LastModified", Times.iso(version.time()));
            version
                .data()
                .ifPresent(
                    data ->
                        e.element("ETag", '"' + data.etag() + '"')
                            .element("Size", data.size())
                            .element("StorageClass", "STANDARD"));
          });
    }
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Error.invalidArgument("The continuation token provided is incorrect");
    }
  }
}
