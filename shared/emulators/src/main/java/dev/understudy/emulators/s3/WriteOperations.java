package dev.understudy.emulators.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.w3c.dom.Element;

/**
 * PUT, copy, DELETE and tags of objects. Over the usual length: one method per operation, and their
 * answers.
 */
final class WriteOperations {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PATIENCE_OF_DELETE = Duration.ofMinutes(1);
  private static final long MAX_XML = 2 << 20;

  private final Service service;
  private final Payloads payloads;

  WriteOperations(Service service) {
    this.service = service;
    this.payloads = new Payloads(service.bodies(), service.quirks());
  }

  void put(Call call, Optional<Authentication.Signed> signed) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    Upload.Draft draft = service.drafts().of(call);
    Conditions conditions = conditions(call);
    boolean early =
        service.quirks().judgesConditionsBeforeTheBody()
            && (!conditions.isEmpty() || service.drafts().givenEtag(call).isPresent());
    try (KeyLocks.Held lock = early ? bucket.locks().write(key, PATIENCE) : KeyLocks.NOTHING) {
      if (early) {
        judgeEarly(bucket, key, conditions, service.drafts().givenEtag(call));
      }
      Payloads.Received received = payloads.receive(call, signed);
      Version version;
      try (KeyLocks.Held late = early ? KeyLocks.NOTHING : alone(bucket, key, PATIENCE)) {
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
      written(call, bucket, version);
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
      written(call, bucket, version);
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

  /**
   * A MinIO may have been given any ETag, and forgets it unless the copy merely changes an object
   * in place.
   */
  private boolean keepsEtag(Bucket bucket, String key, CopySource source, ObjectData original) {
    boolean inPlace =
        source.bucket() == bucket && source.key().equals(key) && !bucket.versions(key);
    return original.parts().isEmpty() && (inPlace || !service.quirks().keepsGivenEtag());
  }

  private Version place(Bucket bucket, String key, ObjectData copy, Body body, Call call) {
    try (KeyLocks.Held lock = alone(bucket, key, PATIENCE)) {
      return bucket.put(
          key, copy, conditions(call), service.drafts().givenTime(call), "ObjectCreated:Copy");
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

  void delete(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    Optional<String> versionId = call.parameter("versionId");
    Optional<Version> gone;
    try (KeyLocks.Held lock = alone(bucket, key, PATIENCE_OF_DELETE)) {
      gone =
          bucket.delete(key, versionId, conditions(call), service.drafts().givenTime(call), false);
    }
    gone.ifPresent(version -> deleted(call, bucket, version));
    call.answer(204);
  }

  /**
   * MinIO writes a folder's null version, so that it says that this is what is missing, and where
   * there are versions takes a write that was given the ETag of the current one for a repetition.
   */
  private static void judgeEarly(
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
    bucket.judge(key, conditions);
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
      try (KeyLocks.Held lock = alone(bucket, stored, PATIENCE_OF_DELETE)) {
        gone = bucket.delete(stored, versionId, conditions, Optional.empty(), true);
      }
      if (!quiet) {
        answer.in("Deleted", x -> tell(x, key, versionId, gone, bucket));
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

  private static void tell(
      Xml x, String key, Optional<String> versionId, Optional<Version> gone, Bucket bucket) {
    x.element("Key", key).element("VersionId", versionId);
    if (gone.filter(Version::isMarker).isPresent()
        && bucket.versioning() != Bucket.Versioning.NEVER) {
      x.element("DeleteMarker", true).element("DeleteMarkerVersionId", gone.get().id());
    }
  }

  void tags(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    ObjectData data = tagged(call, bucket);
    call.answer(
        200,
        Xml.document(
            "Tagging",
            x ->
                x.in(
                    "TagSet",
                    set ->
                        data.tags()
                            .forEach(
                                (name, value) ->
                                    set.in(
                                        "Tag",
                                        t -> t.element("Key", name).element("Value", value))))));
  }

  private ObjectData tagged(Call call, Bucket bucket) {
    String key = service.key(call);
    Optional<String> versionId = call.parameter("versionId");
    return (versionId.isPresent() ? bucket.version(key, versionId.get()) : bucket.newest(key))
        .flatMap(Version::data)
        .orElseThrow(S3Error::noSuchKey);
  }

  void putTags(Call call) throws IOException {
    Element tagging = Xml.parse(call.smallBody(MAX_XML), "Tagging");
    Map<String, String> tags = new TreeMap<>();
    for (Element set : Xml.children(tagging, "TagSet")) {
      for (Element tag : Xml.children(set, "Tag")) {
        if (tags.put(Xml.required(tag, "Key"), Xml.required(tag, "Value")) != null) {
          throw new S3Error(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
        }
      }
    }
    retag(call, service.drafts().checkedTags(tags), "ObjectTagging:Put");
    call.answer(200);
  }

  void deleteTags(Call call) throws IOException {
    retag(call, Map.of(), "ObjectTagging:Delete");
    call.answer(204);
  }

  private void retag(Call call, Map<String, String> tags, String event) {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    try (KeyLocks.Held lock = alone(bucket, key, PATIENCE)) {
      bucket.tag(key, call.parameter("versionId"), tags, event);
    }
  }

  private KeyLocks.Held alone(Bucket bucket, String key, Duration patience) {
    return service.quirks().judgesConditionsBeforeTheBody()
        ? bucket.locks().write(key, patience)
        : KeyLocks.NOTHING;
  }

  static Conditions conditions(Call call) {
    return new Conditions(call.header("If-Match"), call.header("If-None-Match"));
  }

  static void written(Call call, Bucket bucket, Version version) {
    call.set("ETag", '"' + version.data().orElseThrow().etag() + '"');
    if (bucket.versioning() != Bucket.Versioning.NEVER) {
      call.set("x-amz-version-id", version.id());
    }
  }
}
