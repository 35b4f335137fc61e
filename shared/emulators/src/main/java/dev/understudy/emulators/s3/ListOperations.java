package dev.understudy.emulators.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** ListObjects and ListObjectsV2, in the order of UTF-8 bytes. */
final class ListOperations {
  /** Above every key that begins with a prefix: the last code point. */
  private static final String LAST = "\udbff\udfff";

  private final Service service;

  ListOperations(Service service) {
    this.service = service;
  }

  /**
   * A page.
   *
   * @param last the next page begins after this key
   */
  private record Page(
      List<ListedVersion> objects, List<String> prefixes, boolean truncated, String last) {
    int count() {
      return objects.size() + prefixes.size();
    }
  }

  void listV2(Call call) throws IOException {
    ListRequest request = ListRequest.of(call, service);
    Optional<String> token = call.parameter("continuation-token");
    String after =
        token.map(ListOperations::decode).orElse(call.parameter("start-after").orElse(""));
    Page page = page(request, after);
    call.answer(
        200,
        Xml.document(
            "ListBucketResult",
            x -> {
              request.describe(x);
              x.element("KeyCount", page.count())
                  .element("ContinuationToken", token)
                  .element("StartAfter", call.parameter("start-after").map(request.encoded()))
                  .element("IsTruncated", page.truncated);
              if (page.truncated) {
                x.element("NextContinuationToken", encode(page.last));
              }
              entries(
                  x, request, page, call.parameter("metadata").map("true"::equals).orElse(false));
            }));
  }

  void listV1(Call call) throws IOException {
    ListRequest request = ListRequest.of(call, service);
    String marker = call.parameter("marker").orElse("");
    Page page = page(request, marker);
    call.answer(
        200,
        Xml.document(
            "ListBucketResult",
            x -> {
              request.describe(x);
              x.element("Marker", request.encoded().apply(marker))
                  .element("IsTruncated", page.truncated);
              if (page.truncated) {
                x.element("NextMarker", request.encoded().apply(page.last));
              }
              entries(x, request, page, false);
            }));
  }

  private static void entries(Xml x, ListRequest request, Page page, boolean withMetadata) {
    for (ListedVersion listed : page.objects) {
      ObjectData data = listed.version().data().orElseThrow();
      x.in(
          "Contents",
          e -> {
            e.element("Key", request.encoded().apply(listed.key()))
                .element("LastModified", Times.iso(listed.version().time()))
                .element("ETag", '"' + data.etag() + '"')
                .element("Size", data.size())
                .element("StorageClass", data.storageClass());
            if (withMetadata) {
              metadata(e, data);
            }
          });
    }
    prefixes(x, request, page);
  }

  /** MinIO's extension: the headers, metadata and tags of each object. */
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

  private static void prefixes(Xml x, ListRequest request, Page page) {
    page.prefixes.forEach(
        prefix ->
            x.in("CommonPrefixes", p -> p.element("Prefix", request.encoded().apply(prefix))));
  }

  /** Collects a page; the search skips the keys under a common prefix. */
  private static Page page(ListRequest request, String after) {
    List<ListedVersion> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String last = after;
    while (objects.size() + prefixes.size() < request.limit()) {
      List<ListedVersion> next =
          objectsAfter(
              request, last, request.delimiter().isEmpty() ? request.limit() - objects.size() : 1);
      if (next.isEmpty()) {
        return new Page(objects, prefixes, false, last);
      }
      for (ListedVersion listed : next) {
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
    boolean more = request.limit() > 0 && !objectsAfter(request, last, 1).isEmpty();
    return new Page(objects, prefixes, more, last);
  }

  private static List<ListedVersion> objectsAfter(ListRequest request, String key, int limit) {
    return request.bucket().list(keys -> keys.currentAfter(key, request.prefix(), limit));
  }

  private static Optional<String> common(ListRequest request, String key) {
    int end =
        request.delimiter().isEmpty()
            ? -1
            : key.indexOf(request.delimiter(), request.prefix().length());
    return end < 0
        ? Optional.empty()
        : Optional.of(key.substring(0, end + request.delimiter().length()));
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
