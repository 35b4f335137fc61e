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
import java.util.function.UnaryOperator;

/**
 * A page of ListObjectsV2, with decoded keys.
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
    List<Entry> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    List<Map<String, String>> list = new ArrayList<>();
    Xml.records(
        response.body(),
        Set.of(LIST, OBJECT, FOLDER),
        (name, fields) -> {
          switch (name) {
            case OBJECT -> objects.add(Entry.of(fields));
            case FOLDER -> folders.add(required(fields, "Prefix"));
            default -> list.add(Map.copyOf(fields));
          }
        });
    Map<String, String> page = list.isEmpty() ? Map.of() : list.get(0);
    try {
      UnaryOperator<String> names = decoder(page);
      return new ObjectListing(
          objects.stream().map(entry -> entry.listed(names)).toList(),
          folders.stream().map(names).toList(),
          Optional.ofNullable(page.get("IsTruncated")).map(Boolean::parseBoolean),
          Optional.ofNullable(page.get("NextContinuationToken")));
    } catch (IllegalArgumentException e) {
      throw Xml.wrong(e);
    }
  }

  /**
   * Decodes the names of a listing. Some stores ignore {@code encoding-type=url} and do not confirm
   * it in the response.
   *
   * @param page the fields of the response, which may follow the names
   */
  static UnaryOperator<String> decoder(Map<String, String> page) {
    return "url".equals(page.get("EncodingType"))
        ? name -> URLDecoder.decode(name, UTF_8)
        : UnaryOperator.identity();
  }

  /** An object whose key is as the response has it. */
  private record Entry(String key, ETag etag, long size, Instant modified, boolean archived) {
    static Entry of(Map<String, String> fields) {
      return new Entry(
          required(fields, "Key"),
          new ETag(required(fields, "ETag")),
          Long.parseLong(required(fields, "Size")),
          Documents.time(required(fields, "LastModified")),
          ARCHIVES.contains(fields.getOrDefault("StorageClass", "")));
    }

    ListedObject listed(UnaryOperator<String> names) {
      return new ListedObject(new ObjectKey(names.apply(key)), etag, size, modified, archived);
    }
  }
}
