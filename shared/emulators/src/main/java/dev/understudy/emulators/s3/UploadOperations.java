package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Creates and aborts multipart uploads, and stores their parts. */
final class UploadOperations {
  private static final int MAX_PARTS = 10_000;

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
    if (service.quirks().evaluatesConditionsOnCreateUpload()) {
      bucket.evaluate(key, Conditions.of(call));
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

  void abort(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    bucket.uploads().end(service.key(call), call.parameter("uploadId").orElseThrow(), List.of());
    call.answer(204);
  }
}
