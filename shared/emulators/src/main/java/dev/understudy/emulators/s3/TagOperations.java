package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** The tags of objects. */
final class TagOperations {
  private static final long MAX_XML = 2 << 20;

  private final Service service;

  TagOperations(Service service) {
    this.service = service;
  }

  void get(Call call) throws IOException {
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

  void put(Call call) throws IOException {
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

  void delete(Call call) throws IOException {
    retag(call, Map.of(), "ObjectTagging:Delete");
    call.answer(204);
  }

  private void retag(Call call, Map<String, String> tags, String event) {
    Bucket bucket = service.bucket(call.bucket());
    String key = service.key(call);
    try (KeyLocks.Held lock = service.lock(bucket, key)) {
      bucket.tag(key, call.parameter("versionId"), tags, event);
    }
  }
}
