package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.List;

/** ListParts and ListMultipartUploads. */
final class UploadListings {
  private final Service service;

  UploadListings(Service service) {
    this.service = service;
  }

  void listParts(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String id = call.parameter("uploadId").orElseThrow();
    int after = call.number("part-number-marker", 0);
    int most = Math.min(1000, call.number("max-parts", 1000));
    List<Upload.StoredPart> rest =
        bucket.uploads().parts(service.key(call), id).stream()
            .filter(p -> p.number() > after)
            .toList();
    List<Upload.StoredPart> page = rest.subList(0, Math.min(most, rest.size()));
    int last = page.isEmpty() ? after : page.get(page.size() - 1).number();
    call.answer(
        200,
        Xml.document(
            "ListPartsResult",
            x -> {
              x.element("Bucket", bucket.name()).element("Key", call.key()).element("UploadId", id);
              initiatorAndOwner(x);
              x.element("PartNumberMarker", after)
                  .element("NextPartNumberMarker", last)
                  .element("MaxParts", most)
                  .element("IsTruncated", page.size() < rest.size());
              page.forEach(
                  p ->
                      x.in(
                          "Part",
                          e ->
                              e.element("PartNumber", p.number())
                                  .element("LastModified", Times.iso(p.time()))
                                  .element("ETag", '"' + p.etag() + '"')
                                  .element("Size", p.body().size())));
            }));
  }

  /** Who began an upload, and who will own the object: the MinIO SDK reads no list without them. */
  private static void initiatorAndOwner(Xml x) {
    for (String who : List.of("Initiator", "Owner")) {
      x.in(who, p -> p.element("ID", S3Endpoint.OWNER).element("DisplayName", S3Endpoint.OWNER));
    }
    x.element("StorageClass", "STANDARD");
  }

  void listUploads(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String prefix = call.parameter("prefix").orElse("");
    boolean exact = service.quirks().limitsKeys() && !prefix.isEmpty();
    List<Upload> uploads =
        bucket.uploads().all().stream()
            .filter(u -> exact ? u.key().equals(prefix) : u.key().startsWith(prefix))
            .sorted(java.util.Comparator.comparing(Upload::key, KeyNames.UTF8_ORDER))
            .toList();
    call.answer(
        200,
        Xml.document(
            "ListMultipartUploadsResult",
            x -> {
              x.element("Bucket", bucket.name())
                  .element("Prefix", prefix)
                  .element("MaxUploads", 1000)
                  .element("IsTruncated", false);
              uploads.forEach(
                  u ->
                      x.in(
                          "Upload",
                          e -> {
                            e.element("Key", u.key()).element("UploadId", u.id());
                            initiatorAndOwner(e);
                            e.element("Initiated", Times.iso(u.initiated()));
                          }));
            }));
  }
}
