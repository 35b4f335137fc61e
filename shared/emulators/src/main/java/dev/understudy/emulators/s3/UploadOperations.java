package dev.understudy.emulators.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.w3c.dom.Element;

/** Uploads in parts. Long, as Complete has the most rules of all of S3's operations. */
final class UploadOperations {
  private static final long MIN_PART = 5L << 20;
  private static final int MAX_PARTS = 10_000;
  private static final long MAX_XML = 4 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Service service;
  private final Payloads payloads;

  UploadOperations(Service service) {
    this.service = service;
    this.payloads = new Payloads(service.bodies(), service.quirks());
  }

  void create(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    if (service.quirks().limitsKeys() && call.key().endsWith("/")) {
      throw KeyNames.invalidName();
    }
    if (service.quirks().judgesConditionsOnCreateUpload()) {
      bucket.judge(key, WriteOperations.conditions(call));
    }
    Upload upload =
        new Upload(
            UUID.randomUUID().toString(),
            key,
            bucket.now(),
            service.drafts().of(call),
            service.drafts().givenEtag(call),
            call.header("x-amz-checksum-algorithm").map(a -> a.toUpperCase(Locale.ROOT)),
            call.header("x-amz-checksum-type").map("FULL_OBJECT"::equals).orElse(false),
            new TreeMap<>());
    bucket.uploads().begin(upload);
    upload.checksumAlgorithm().ifPresent(a -> call.set("x-amz-checksum-algorithm", a));
    call.answer(
        200,
        Xml.document(
            "InitiateMultipartUploadResult",
            x ->
                x.element("Bucket", bucket.name())
                    .element("Key", call.key())
                    .element("UploadId", upload.id())));
  }

  void part(Call call, Optional<Authentication.Signed> signed) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    String id = call.parameter("uploadId").orElseThrow();
    int number = partNumber(call);
    bucket.uploads().find(key, id);
    Payloads.Received received = payloads.receive(call, signed);
    store(bucket, key, id, number, received.body(), received.md5Hex(), received.checksums());
    received
        .checksums()
        .forEach((a, v) -> call.set("x-amz-checksum-" + a.toLowerCase(Locale.ROOT), v));
    call.set("ETag", '"' + received.md5Hex() + '"').answer(200);
  }

  void copyPart(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    String id = call.parameter("uploadId").orElseThrow();
    int number = partNumber(call);
    bucket.uploads().find(key, id);
    ObjectData source = CopySource.of(call, service).held();
    try {
      long[] range = copyRange(call, source.size());
      Hashes hashes = new Hashes(false, List.of());
      Body body = service.bodies().copy(source.content(), range[0], range[1], hashes);
      String etag = hashes.result().md5Hex();
      store(bucket, key, id, number, body, etag, Map.of());
      call.answer(
          200,
          Xml.document(
              "CopyPartResult",
              x ->
                  x.element("LastModified", Times.iso(bucket.now()))
                      .element("ETag", '"' + etag + '"')));
    } finally {
      source.content().release();
    }
  }

  private static void store(
      Bucket bucket,
      String key,
      String id,
      int number,
      Body body,
      String etag,
      Map<String, String> checksums) {
    try {
      bucket
          .uploads()
          .add(key, id, new Upload.StoredPart(number, etag, body, bucket.now(), checksums));
    } catch (S3Error e) {
      body.release();
      throw e;
    }
  }

  private static long[] copyRange(Call call, long size) {
    Optional<String> header = call.header("x-amz-copy-source-range");
    if (header.isEmpty()) {
      return new long[] {0, size};
    }
    var parsed = java.util.regex.Pattern.compile("bytes=(\\d+)-(\\d+)").matcher(header.get());
    if (!parsed.matches() || Long.parseLong(parsed.group(2)) >= size) {
      throw S3Error.invalidArgument("The x-amz-copy-source-range value is not valid");
    }
    long from = Long.parseLong(parsed.group(1));
    return new long[] {from, Long.parseLong(parsed.group(2)) - from + 1};
  }

  private static int partNumber(Call call) {
    int number = call.number("partNumber", 0);
    if (number < 1 || number > MAX_PARTS) {
      throw S3Error.invalidArgument(
          "Part number must be an integer between 1 and 10000, inclusive");
    }
    return number;
  }

  void complete(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    String id = call.parameter("uploadId").orElseThrow();
    Element request = Xml.parse(call.smallBody(MAX_XML), "CompleteMultipartUpload");
    Conditions conditions = WriteOperations.conditions(call);
    Optional<String> before = bucket.uploads().etagOfCompleted(id);
    if (before.isPresent() && !service.quirks().forgetsCompletedUploads()) {
      answerCompleted(call, bucket, before.get());
      return;
    }
    Optional<Version> version;
    try (KeyLocks.Held lock =
        service.quirks().judgesConditionsBeforeTheBody()
            ? bucket.locks().write(key, PATIENCE)
            : KeyLocks.NOTHING) {
      version =
          bucket.uploads().alone(() -> assembleOnce(call, bucket, key, id, request, conditions));
    }
    version.ifPresent(made -> WriteOperations.written(call, bucket, made));
    answerCompleted(call, bucket, bucket.uploads().etagOfCompleted(id).orElseThrow());
  }

  /** Empty if another request has completed the upload meanwhile, and Amazon's S3 does not mind. */
  private Optional<Version> assembleOnce(
      Call call, Bucket bucket, String key, String id, Element request, Conditions conditions) {
    boolean done = bucket.uploads().etagOfCompleted(id).isPresent();
    if (done && !service.quirks().forgetsCompletedUploads()) {
      return Optional.empty();
    }
    bucket.judge(key, conditions);
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
              .orElseThrow(UploadOperations::invalidPart));
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
   * A checksum of the parts' checksums; a full one only where the client says it, as nobody has
   * read the whole here.
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

  void abort(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    bucket.uploads().end(service.key(call), call.parameter("uploadId").orElseThrow(), List.of());
    call.answer(204);
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
              people(x);
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
  private static void people(Xml x) {
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
                            people(e);
                            e.element("Initiated", Times.iso(u.initiated()));
                          }));
            }));
  }

  private static S3Error invalidPart() {
    return new S3Error(
        400, "InvalidPart", "One or more of the specified parts could not be found.");
  }
}
