package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** ListObjectVersions, in the order of UTF-8 bytes. */
final class VersionListing {
  private final Service service;

  VersionListing(Service service) {
    this.service = service;
  }

  void list(Call call) throws IOException {
    ListRequest request = ListRequest.of(call, service);
    String keyMarker = call.parameter("key-marker").orElse("");
    String versionMarker = call.parameter("version-id-marker").orElse("");
    List<ListedVersion> rest = new ArrayList<>();
    boolean skipping = !versionMarker.isEmpty();
    String from = keyMarker.isEmpty() ? request.prefix() : keyMarker;
    for (ListedVersion listed :
        request
            .bucket()
            .list(
                keys ->
                    keys.versionsFrom(from, request.prefix(), request.limit() + 1, keyMarker))) {
      boolean atMarker = listed.key().equals(keyMarker);
      if (atMarker && (versionMarker.isEmpty() || skipping)) {
        skipping = skipping && !listed.version().id().equals(versionMarker);
        continue;
      }
      rest.add(listed);
    }
    List<ListedVersion> page = rest.subList(0, Math.min(request.limit(), rest.size()));
    call.answer(
        200, Xml.document("ListVersionsResult", x -> versions(x, request, page, rest, keyMarker)));
  }

  private static void versions(
      Xml x,
      ListRequest request,
      List<ListedVersion> page,
      List<ListedVersion> rest,
      String keyMarker) {
    request.describe(x);
    x.element("KeyMarker", request.encoded().apply(keyMarker))
        .element("IsTruncated", page.size() < rest.size());
    if (page.size() < rest.size()) {
      ListedVersion last = page.get(page.size() - 1);
      x.element("NextKeyMarker", request.encoded().apply(last.key()))
          .element("NextVersionIdMarker", last.version().id());
    }
    for (ListedVersion listed : page) {
      Version version = listed.version();
      x.in(
          version.isMarker() ? "DeleteMarker" : "Version",
          e -> {
            e.element("Key", request.encoded().apply(listed.key()))
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
}
