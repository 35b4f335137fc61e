package dev.understudy.core.s3;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.wire.S3Wire;
import dev.understudy.core.s3.wire.WireRequest;
import dev.understudy.core.s3.wire.WireResponse;
import dev.understudy.core.s3.wire.Xml;
import dev.understudy.core.store.Standby.Part;
import dev.understudy.core.time.IsoInstant;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The XML documents of requests and responses, except listings of objects. */
final class Documents {
  /** The name of a record's element, among its fields; no element has this name. */
  private static final String KIND = "";

  private Documents() {}

  /** The tags in the response to GetObjectTagging. */
  static Map<String, String> tags(WireResponse response) throws IOException {
    Map<String, String> tags = new TreeMap<>();
    String root =
        Xml.records(
            response.body(),
            Set.of("Tag"),
            (name, tag) -> tags.put(required(tag, "Key"), tag.getOrDefault("Value", "")));
    if (!root.equals("Tagging")) {
      throw new IOException("The response holds no tags, but " + root);
    }
    return tags;
  }

  /**
   * All parts of an upload.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if a page could not be read
   */
  static List<Part> parts(S3Wire wire, ObjectKey key, String uploadId) {
    List<Part> parts = new ArrayList<>();
    Optional<Integer> marker = Optional.of(0);
    while (marker.isPresent()) {
      int after = marker.get();
      marker =
          wire.retried(
              WireRequest.get(key.value())
                  .query("uploadId", uploadId)
                  .query("part-number-marker", after == 0 ? null : after),
              response -> addParts(response, after, parts));
    }
    return parts;
  }

  /** Adds the parts of one page; returns the marker of the next page, if there is one. */
  private static Optional<Integer> addParts(WireResponse response, int after, List<Part> parts)
      throws IOException {
    List<Part> page = new ArrayList<>();
    Map<String, String> list = new TreeMap<>();
    Xml.records(
        response.body(),
        Set.of("ListPartsResult", "Part"),
        (name, fields) -> {
          if (name.equals("Part")) {
            page.add(
                new Part(
                    Integer.parseInt(required(fields, "PartNumber")),
                    Long.parseLong(required(fields, "Size")),
                    required(fields, "ETag")));
          } else {
            list.putAll(fields);
          }
        });
    if (!list.containsKey("IsTruncated")) {
      throw new IOException("The list of parts does not say whether it is complete");
    }
    boolean more = Boolean.parseBoolean(list.get("IsTruncated"));
    int next = more ? Integer.parseInt(required(list, "NextPartNumberMarker")) : 0;
    if (more && next <= after) {
      throw new IOException("The list of parts does not advance");
    }
    parts.addAll(page);
    return more ? Optional.of(next) : Optional.empty();
  }

  /** The time of a version or delete marker in the response to ListObjectVersions. */
  static Optional<Instant> timeOf(WireResponse response, ObjectKey key, String versionId)
      throws IOException {
    return versions(response, key).stream()
        .filter(version -> version.id().equals(versionId))
        .map(StandbyVersions.Entry::time)
        .findFirst();
  }

  /** The versions and delete markers of one key in the response to ListObjectVersions. */
  static List<StandbyVersions.Entry> versions(WireResponse response, ObjectKey key)
      throws IOException {
    List<Map<String, String>> found = new ArrayList<>();
    Map<String, String> page = new HashMap<>();
    Xml.records(
        response.body(),
        Set.of("Version", "DeleteMarker", "ListVersionsResult"),
        (name, fields) -> {
          if (name.equals("ListVersionsResult")) {
            page.putAll(fields);
          } else {
            Map<String, String> entry = new HashMap<>(fields);
            entry.put(KIND, name);
            found.add(entry);
          }
        });
    try {
      UnaryOperator<String> names = ObjectListing.decoder(page);
      return found.stream()
          .filter(fields -> names.apply(required(fields, "Key")).equals(key.value()))
          .map(Documents::version)
          .toList();
    } catch (IllegalArgumentException e) {
      throw Xml.wrong(e);
    }
  }

  private static StandbyVersions.Entry version(Map<String, String> fields) {
    return new StandbyVersions.Entry(
        required(fields, "VersionId"),
        "DeleteMarker".equals(fields.get(KIND)),
        time(required(fields, "LastModified")));
  }

  /** The body of CompleteMultipartUpload. */
  static String completion(List<Part> parts) {
    StringBuilder xml =
        new StringBuilder(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><CompleteMultipartUpload"
                + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (Part part : parts) {
      xml.append("<Part><ETag>")
          .append(escaped(part.etag()))
          .append("</ETag><PartNumber>")
          .append(part.number())
          .append("</PartNumber></Part>");
    }
    return xml.append("</CompleteMultipartUpload>").toString();
  }

  /**
   * The text of a record's element.
   *
   * @throws IllegalArgumentException if the record lacks the element
   */
  static String required(Map<String, String> fields, String name) {
    return required(fields.get(name), name);
  }

  /**
   * The value of an element.
   *
   * @throws IllegalArgumentException if the response lacks the element
   */
  static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("The response has no element " + name);
    }
    return value;
  }

  /**
   * @throws IllegalArgumentException if the text is not a time
   */
  static Instant time(String text) {
    try {
      return IsoInstant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("The response has a wrong time: " + text, e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
