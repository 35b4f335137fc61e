package dev.understudy.testkit.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store through an SDK. Request headers and query parameters are sent unchanged. An error
 * response is thrown as a {@link StoreErrorException}. Nothing is retried. Safe for several
 * threads.
 */
public interface ContractClient extends AutoCloseable {

  /** Creates a new bucket. */
  void createBucket(String bucket, boolean versioned);

  /** Whether the SDK sends this key unchanged; some SDKs rewrite or refuse keys. */
  boolean canSend(String key);

  /** Whether the client can send a header with an empty value. */
  boolean canSendEmptyHeaders();

  /** Writes an object with one request. */
  StoreAnswer put(String bucket, String key, byte[] body, Map<String, String> headers);

  /** Reads an object, or a part or an old version of it as the query asks. */
  StoreAnswer get(
      String bucket, String key, Map<String, String> headers, Map<String, String> query);

  /** Reads an object's headers. */
  StoreAnswer head(
      String bucket, String key, Map<String, String> headers, Map<String, String> query);

  /** Deletes an object, or the version that the query asks for. */
  StoreAnswer delete(
      String bucket, String key, Map<String, String> headers, Map<String, String> query);

  /** Deletes objects with one request, and returns the keys that the response names as deleted. */
  List<String> deleteAll(String bucket, List<String> keys, boolean quiet);

  /** Copies an object within a bucket. */
  StoreAnswer copy(String bucket, String from, String to, Map<String, String> headers);

  /** The tags of an object. */
  Map<String, String> tags(String bucket, String key);

  /** Replaces the tags of an object; none deletes them. */
  void tag(String bucket, String key, Map<String, String> tags);

  /** One page of a listing (version 2). */
  Page list(String bucket, Listing listing);

  /**
   * All versions and then all markers under a prefix, each in the order in which they are listed.
   */
  List<Entry> versions(String bucket, String prefix);

  /** Creates a multipart upload, and returns its id. */
  String beginUpload(String bucket, String key, Map<String, String> headers);

  /** Uploads a part. */
  Part uploadPart(String bucket, String key, String uploadId, int number, byte[] body);

  /** Copies a range of an object to a part. */
  Part copyPart(String bucket, String from, String key, String uploadId, int number, CopyRange of);

  /** The parts that an upload has, in order. */
  List<Part> parts(String bucket, String key, String uploadId);

  /** Completes a multipart upload. */
  StoreAnswer complete(
      String bucket, String key, String uploadId, List<Part> parts, Map<String, String> headers);

  /** Aborts a multipart upload. */
  void abort(String bucket, String key, String uploadId);

  @Override
  void close();

  /**
   * What to copy of an object.
   *
   * @param first the first byte
   * @param last the last byte
   * @param etag what the object's ETag must be
   */
  record CopyRange(long first, long last, String etag) {}

  /**
   * What to list.
   *
   * @param most keys and common prefixes on a page
   * @param token continues the listing of the page that gave it
   */
  record Listing(
      String prefix,
      Optional<String> delimiter,
      Optional<String> startAfter,
      int most,
      Optional<String> token) {
    /** Everything under a prefix, on one page. */
    public static Listing under(String prefix) {
      return new Listing(prefix, Optional.empty(), Optional.empty(), 1000, Optional.empty());
    }

    /** The same with a delimiter. */
    public Listing by(String newDelimiter) {
      return new Listing(prefix, Optional.of(newDelimiter), startAfter, most, token);
    }

    /** The same, from after this key on. */
    public Listing after(String key) {
      return new Listing(prefix, delimiter, Optional.of(key), most, token);
    }

    /** The same, with at most this number of entries on a page. */
    public Listing pagesOf(int newMost) {
      return new Listing(prefix, delimiter, startAfter, newMost, token);
    }

    /** The page after the one that gave this token. */
    public Listing continued(String newToken) {
      return new Listing(prefix, delimiter, startAfter, most, Optional.of(newToken));
    }
  }

  /**
   * One page.
   *
   * @param next the token of the next page; empty on the last
   */
  record Page(
      List<Entry> entries, List<String> commonPrefixes, int keyCount, Optional<String> next) {
    /** The keys, in order. */
    public List<String> keys() {
      return entries.stream().map(Entry::key).toList();
    }
  }

  /**
   * A line of a listing.
   *
   * @param etag without quotes; empty for a marker
   * @param size in bytes; 0 for a marker
   * @param modified as fine as the listing shows it
   * @param versionId empty in listings that show none
   */
  record Entry(
      String key,
      String etag,
      long size,
      Instant modified,
      String versionId,
      boolean latest,
      boolean marker) {}

  /**
   * A part.
   *
   * @param etag without quotes
   * @param size in bytes
   */
  record Part(int number, String etag, long size) {}
}
