package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.List;

/** CopyObject. */
final class CopyOperation {
  private final Service service;

  CopyOperation(Service service) {
    this.service = service;
  }

  void copy(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    CopySource source = CopySource.of(call, service);
    ObjectData original = source.held();
    try {
      Upload.Draft draft = draftOfCopy(call, source, original);
      Body body =
          service
              .bodies()
              .copy(original.content(), 0, original.size(), new Hashes(false, List.<String>of()));
      ObjectData copy =
          new ObjectData(
              keepsEtag(bucket, key, source, original) ? original.etag() : md5(body),
              Content.of(body),
              List.of(),
              draft.headers(),
              draft.metadata(),
              draft.tags(),
              original.parts().isEmpty() ? original.checksum() : ObjectData.Checksums.NONE);
      Version version = place(bucket, key, copy, body, call);
      version.describe(call, bucket);
      call.answer(
          200,
          Xml.document(
              "CopyObjectResult",
              x ->
                  x.element("LastModified", Times.iso(version.time()))
                      .element("ETag", '"' + copy.etag() + '"')));
    } finally {
      original.content().release();
    }
  }

  /** MinIO keeps an ETag that a client has chosen only if the copy changes the object in place. */
  private boolean keepsEtag(Bucket bucket, String key, CopySource source, ObjectData original) {
    boolean inPlace =
        source.bucket() == bucket && source.key().equals(key) && !bucket.versions(key);
    return original.parts().isEmpty() && (inPlace || !service.quirks().keepsGivenEtag());
  }

  private Version place(Bucket bucket, String key, ObjectData copy, Body body, Call call) {
    try (KeyLocks.Held lock = service.lock(bucket, key)) {
      Conditions conditions =
          service.quirks().ignoresConditionsOnCopy() ? Conditions.NONE : Conditions.of(call);
      return bucket.put(
          key, copy, conditions, service.drafts().givenTime(call), "ObjectCreated:Copy");
    } catch (S3Error e) {
      body.release();
      throw e;
    }
  }

  private static String md5(Body body) throws IOException {
    Hashes hashes = new Hashes(false, List.of());
    byte[] buffer = new byte[64 * 1024];
    try (var in = body.open(0)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hashes.update(buffer, 0, count);
      }
    }
    return hashes.result().md5Hex();
  }

  private Upload.Draft draftOfCopy(Call call, CopySource source, ObjectData original) {
    boolean replaces = isReplace(call, "x-amz-metadata-directive");
    boolean replacesTags = isReplace(call, "x-amz-tagging-directive");
    if (source.isOnto(call) && !replaces && !replacesTags) {
      throw new S3Error(
          400,
          "InvalidRequest",
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata");
    }
    Upload.Draft draft = service.drafts().of(call);
    return new Upload.Draft(
        replaces ? draft.headers() : original.headers(),
        replaces ? draft.metadata() : original.metadata(),
        replacesTags ? draft.tags() : original.tags());
  }

  private static boolean isReplace(Call call, String directive) {
    return call.header(directive).map("REPLACE"::equalsIgnoreCase).orElse(false);
  }
}
