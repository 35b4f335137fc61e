package dev.understudy.core.s3;

import static dev.understudy.core.s3.Documents.required;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.wire.WireResponse;
import dev.understudy.core.s3.wire.Xml;
import dev.understudy.core.store.ListedObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A page of ListObjectsV2 with URL-encoded keys.
 *
 * @param folders the names of the common prefixes
 * @param truncated empty if the page does not say whether it is the last
 * @param token of the next page
 */
record ObjectListing(
    List<ListedObject> objects,
    List<String> folders,
    Optional<Boolean> truncated,
    Optional<String> token) {
  private static final String LIST = "ListBucketResult";
  private static final String OBJECT = "Contents";
  private static final String FOLDER = "CommonPrefixes";

  /** Classes whose objects must be restored before a GET (S3 user guide, "Storage classes"). */
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  /**
   * @throws IOException if the response is no complete page
   */
  static ObjectListing of(WireResponse response) throws IOException {
    List<ListedObject> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    List<Map<String, String>> list = new ArrayList<>();
    Xml.records(
        response.body(),
        Set.of(LIST, OBJECT, FOLDER),
        (name, fields) -> {
          switch (name) {
            case OBJECT -> objects.add(listed(fields));
            case FOLDER -> folders.add(decoded(required(fields, "Prefix")));
            default -> list.add(Map.copyOf(fields));
          }
        });
    Map<String, String> page = list.isEmpty() ? Map.of() : list.get(0);
    return new ObjectListing(
        List.copyOf(objects),
        List.copyOf(folders),
        Optional.ofNullable(page.get("IsTruncated")).map(Boolean::parseBoolean),
        Optional.ofNullable(page.get("NextContinuationToken")));
  }

  /** A name in a listing with {@code encoding-type=url}. */
  static String decoded(String name) {
    return URLDecoder.decode(name, UTF_8);
  }

  private static ListedObject listed(Map<String, String> fields) {
    Instant modified = Documents.time(required(fields, "LastModified"));
    return new ListedObject(
        new ObjectKey(decoded(required(fields, "Key"))),
        new ETag(required(fields, "ETag")),
        Long.parseLong(required(fields, "Size")),
        modified,
        ARCHIVES.contains(fields.getOrDefault("StorageClass", "")));
  }
}
