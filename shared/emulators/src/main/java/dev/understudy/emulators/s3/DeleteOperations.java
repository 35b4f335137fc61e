package dev.understudy.emulators.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** DeleteObject and DeleteObjects. */
final class DeleteOperations {
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(1);
  private static final long MAX_XML = 2 << 20;

  private final Service service;

  DeleteOperations(Service service) {
    this.service = service;
  }

  void delete(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    Optional<String> versionId = call.parameter("versionId");
    Optional<Version> gone;
    try (KeyLocks.Held lock = service.lock(bucket, key, LOCK_TIMEOUT)) {
      gone =
          bucket.delete(
              key, versionId, Conditions.of(call), service.drafts().givenTime(call), false);
    }
    gone.ifPresent(version -> deleted(call, bucket, version));
    call.answer(204);
  }

  private static void deleted(Call call, Bucket bucket, Version version) {
    if (bucket.versioning() != Bucket.Versioning.NEVER) {
      call.set("x-amz-version-id", version.id());
      if (version.isMarker()) {
        call.set("x-amz-delete-marker", "true");
      }
    }
  }

  void deleteSeveral(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    Element request = Xml.parse(call.smallBody(MAX_XML), "Delete");
    boolean quiet = Xml.text(request, "Quiet").map("true"::equals).orElse(false);
    List<Element> objects = Xml.children(request, "Object");
    if (objects.isEmpty() || objects.size() > 1000) {
      throw S3Error.malformedXml();
    }
    call.answer(
        200,
        Xml.document(
            "DeleteResult", x -> objects.forEach(object -> deleteOne(bucket, object, quiet, x))));
  }

  private void deleteOne(Bucket bucket, Element object, boolean quiet, Xml answer) {
    String key = Xml.required(object, "Key");
    Optional<String> versionId = Xml.text(object, "VersionId");
    Conditions conditions = new Conditions(Xml.text(object, "ETag"), Optional.empty());
    try {
      String stored = KeyNames.checked(key, service.quirks().limitsKeys());
      Optional<Version> gone;
      try (KeyLocks.Held lock = service.lock(bucket, stored, LOCK_TIMEOUT)) {
        gone = bucket.delete(stored, versionId, conditions, Optional.empty(), true);
      }
      if (!quiet) {
        answer.in("Deleted", x -> describe(x, key, versionId, gone, bucket));
      }
    } catch (S3Error e) {
      answer.in(
          "Error",
          x ->
              x.element("Key", key)
                  .element("Code", e.code())
                  .element("Message", String.valueOf(e.getMessage())));
    }
  }

  private static void describe(
      Xml x, String key, Optional<String> versionId, Optional<Version> gone, Bucket bucket) {
    x.element("Key", key).element("VersionId", versionId);
    if (gone.filter(Version::isMarker).isPresent()
        && bucket.versioning() != Bucket.Versioning.NEVER) {
      x.element("DeleteMarker", true).element("DeleteMarkerVersionId", gone.get().id());
    }
  }
}
