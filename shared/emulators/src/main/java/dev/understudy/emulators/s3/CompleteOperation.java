package dev.understudy.emulators.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** CompleteMultipartUpload: the rules for its parts, and the object that they become. */
final class CompleteOperation {
  private static final long MIN_PART = 5L << 20;
  private static final long MAX_XML = 4 << 20;

  private final Service service;

  CompleteOperation(Service service) {
    this.service = service;
  }

  void complete(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    String id = call.parameter("uploadId").orElseThrow();
    Element request = Xml.parse(call.smallBody(MAX_XML), "CompleteMultipartUpload");
    Conditions conditions = Conditions.of(call);
    Optional<String> before = bucket.uploads().etagOfCompleted(id);
    if (before.isPresent() && !service.quirks().forgetsCompletedUploads()) {
      answerCompleted(call, bucket, before.get());
      return;
    }
    Optional<Version> version;
    try (KeyLocks.Held lock = service.lock(bucket, key)) {
      version =
          bucket.uploads().alone(() -> assembleOnce(call, bucket, key, id, request, conditions));
    }
    version.ifPresent(made -> made.describe(call, bucket));
    answerCompleted(call, bucket, bucket.uploads().etagOfCompleted(id).orElseThrow());
  }

  /** Empty if another request has completed the upload, which Amazon S3 accepts. */
  private Optional<Version> assembleOnce(
      Call call, Bucket bucket, String key, String id, Element request, Conditions conditions) {
    boolean done = bucket.uploads().etagOfCompleted(id).isPresent();
    if (done && !service.quirks().forgetsCompletedUploads()) {
      return Optional.empty();
    }
    bucket.evaluate(key, conditions);
    return Optional.of(assemble(call, bucket, key, id, request, conditions));
  }

  private Version assemble(
      Call call, Bucket bucket, String key, String id, Element request, Conditions conditions) {
    Upload upload = bucket.uploads().find(key, id);
    List<Upload.StoredPart> parts = chosen(request, bucket.uploads().parts(key, id));
    ObjectData data =
        new ObjectData(
            upload.givenEtag().orElseGet(() -> etag(parts)),
            new Content(parts.stream().map(Upload.StoredPart::body).toList()),
            parts.stream().map(p -> p.body().size()).toList(),
            upload.draft().headers(),
            upload.draft().metadata(),
            upload.draft().tags(),
            checksum(call, upload, parts));
    Instant time =
        service
            .drafts()
            .givenTime(call)
            .orElse(
                service.quirks().datesUploadsByCompletion() ? bucket.now() : upload.initiated());
    Version version =
        bucket.put(
            key, data, conditions, Optional.of(time), "ObjectCreated:CompleteMultipartUpload");
    bucket.uploads().end(key, id, data.content().bodies());
    bucket.uploads().completed(id, data.etag());
    return version;
  }

  private static List<Upload.StoredPart> chosen(Element request, List<Upload.StoredPart> uploaded) {
    List<Element> named = Xml.children(request, "Part");
    if (named.isEmpty()) {
      throw S3Error.malformedXml();
    }
    List<Upload.StoredPart> chosen = new ArrayList<>();
    int last = 0;
    for (Element part : named) {
      int number = number(Xml.required(part, "PartNumber"));
      String etag = Xml.required(part, "ETag");
      if (number <= last) {
        throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
      }
      last = number;
      chosen.add(
          uploaded.stream()
              .filter(p -> p.number() == number && Conditions.matches(etag, p.etag()))
              .findFirst()
              .orElseThrow(CompleteOperation::invalidPart));
    }
    for (Upload.StoredPart part : chosen.subList(0, chosen.size() - 1)) {
      if (part.body().size() < MIN_PART) {
        throw new S3Error(
            400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
      }
    }
    return chosen;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw S3Error.malformedXml();
    }
  }

  private static String etag(List<Upload.StoredPart> parts) {
    var md5 = Hashes.digest("MD5");
    parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
    return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
  }

  /**
   * The composite checksum of the parts. A full-object checksum is stored as the client sent it,
   * without verification.
   */
  private static ObjectData.Checksums checksum(
      Call call, Upload upload, List<Upload.StoredPart> parts) {
    if (upload.checksumAlgorithm().isEmpty()) {
      return ObjectData.Checksums.NONE;
    }
    String algorithm = upload.checksumAlgorithm().get();
    if (upload.fullObjectChecksum()) {
      return call.header("x-amz-checksum-" + algorithm.toLowerCase(Locale.ROOT))
          .map(value -> new ObjectData.Checksums(Map.of(algorithm, value), false))
          .orElse(ObjectData.Checksums.NONE);
    }
    List<String> sums =
        parts.stream()
            .map(part -> Optional.ofNullable(part.checksums().get(algorithm)))
            .flatMap(Optional::stream)
            .toList();
    if (sums.size() != parts.size()) {
      return ObjectData.Checksums.NONE;
    }
    var all = new java.io.ByteArrayOutputStream();
    sums.forEach(sum -> all.writeBytes(Base64.getDecoder().decode(sum)));
    return new ObjectData.Checksums(
        Map.of(algorithm, Hashes.checksum(algorithm, all.toByteArray()) + "-" + parts.size()),
        true);
  }

  private static void answerCompleted(Call call, Bucket bucket, String etag) throws IOException {
    call.answer(
        200,
        Xml.document(
            "CompleteMultipartUploadResult",
            x ->
                x.element("Location", "/" + bucket.name() + "/" + call.key())
                    .element("Bucket", bucket.name())
                    .element("Key", call.key())
                    .element("ETag", '"' + etag + '"')));
  }

  private static S3Error invalidPart() {
    return new S3Error(
        400, "InvalidPart", "One or more of the specified parts could not be found.");
  }
}
