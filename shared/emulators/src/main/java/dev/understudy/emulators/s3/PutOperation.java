package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** PutObject. */
final class PutOperation {

  private final Service service;
  private final Payloads payloads;

  PutOperation(Service service) {
    this.service = service;
    this.payloads = new Payloads(service.bodies(), service.quirks());
  }

  void put(Call call, Optional<Authentication.Signed> signed) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    Upload.Draft draft = service.drafts().of(call);
    Conditions conditions = Conditions.of(call);
    boolean early =
        service.quirks().evaluatesConditionsBeforeBody()
            && (!conditions.isEmpty() || service.drafts().givenEtag(call).isPresent());
    try (KeyLocks.Held lock = early ? service.lock(bucket, key) : KeyLocks.NOTHING) {
      if (early) {
        evaluateBeforeBody(bucket, key, conditions, service.drafts().givenEtag(call));
      }
      Payloads.Received received = payloads.receive(call, signed);
      Version version;
      try (KeyLocks.Held late = early ? KeyLocks.NOTHING : service.lock(bucket, key)) {
        version =
            bucket.put(
                key,
                data(call, draft, received),
                conditions,
                service.drafts().givenTime(call),
                "ObjectCreated:Put");
      } catch (S3Error e) {
        received.body().release();
        throw e;
      }
      version.describe(call, bucket);
      received
          .checksums()
          .forEach((a, v) -> call.set("x-amz-checksum-" + a.toLowerCase(java.util.Locale.ROOT), v));
      call.answer(200);
    }
  }

  private ObjectData data(Call call, Upload.Draft draft, Payloads.Received received) {
    return new ObjectData(
        service.drafts().givenEtag(call).orElse(received.md5Hex()),
        Content.of(received.body()),
        List.of(),
        draft.headers(),
        draft.metadata(),
        draft.tags(),
        new ObjectData.Checksums(received.checksums(), false));
  }

  /**
   * Evaluates the conditions as MinIO does before it reads the body. A key that ends in a slash has
   * only a null version: If-Match without it fails with NoSuchVersion. In a versioned bucket, a
   * write with the ETag of the current object fails as a repetition.
   */
  private static void evaluateBeforeBody(
      Bucket bucket, String key, Conditions conditions, Optional<String> givenEtag) {
    if (key.endsWith("/")) {
      Optional<String> etag = bucket.newest(key).flatMap(Version::data).map(ObjectData::etag);
      if (etag.isEmpty() && conditions.ifMatch().isPresent()) {
        throw S3Error.noSuchVersion();
      }
      if (etag.isPresent()
          && etag.equals(givenEtag)
          && bucket.versioning() == Bucket.Versioning.ENABLED) {
        throw S3Error.preconditionFailed();
      }
    }
    bucket.evaluate(key, conditions);
  }
}
