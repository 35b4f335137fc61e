package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds S3's name of what a request asks for, and what serves it. What is not known here is said to
 * be so. Over the usual length: it is the list of all operations.
 */
final class Router {
  /** Parts of the query that name a subresource which some S3 has and this one has not. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "attributes",
          "cors",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "logging",
          "metrics",
          "object-lock",
          "ownershipControls",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "torrent",
          "website");

  private final ReadOperations reads;
  private final WriteOperations writes;
  private final UploadOperations uploads;
  private final ListOperations lists;
  private final BucketOperations buckets;

  Router(Service service) {
    this.reads = new ReadOperations(service);
    this.writes = new WriteOperations(service);
    this.uploads = new UploadOperations(service);
    this.lists = new ListOperations(service);
    this.buckets = new BucketOperations(service);
  }

  /**
   * Who asks, and what is to go wrong.
   *
   * @param mayList whether a key that is missing may be said to be missing
   */
  record Circumstances(
      Optional<Authentication.Signed> signed, boolean mayList, Optional<Long> cutAfter) {}

  /** What serves a request. */
  interface Server {
    void serve(Call call, Circumstances circumstances) throws IOException;
  }

  /**
   * An operation.
   *
   * @param action what a policy calls it, if a policy can allow it to everybody here
   */
  record Operation(String name, Optional<String> action, Server server) {
    static Operation of(String name, Body body) {
      return new Operation(name, Optional.empty(), (call, c) -> body.serve(call));
    }

    static Operation allowed(String name, String action, Server server) {
      return new Operation(name, Optional.of(action), server);
    }
  }

  /** A server that does not care for the circumstances. */
  interface Body {
    void serve(Call call) throws IOException;
  }

  Operation find(Call call) {
    List<String> unknown = call.query().keySet().stream().filter(UNKNOWN::contains).toList();
    if (!unknown.isEmpty()) {
      return unknown(unknown.get(0));
    }
    if (call.bucket().isEmpty()) {
      return call.method().equals("GET")
          ? Operation.of("ListBuckets", buckets::list)
          : unknown("this on the service");
    }
    return call.key().isEmpty() ? onBucket(call) : onObject(call);
  }

  private Operation onBucket(Call call) {
    return switch (call.method()) {
      case "GET" -> getBucket(call);
      case "PUT" -> putBucket(call);
      case "HEAD" -> Operation.of("HeadBucket", buckets::head);
      case "DELETE" ->
          call.asks("policy")
              ? Operation.of("DeleteBucketPolicy", buckets::deletePolicy)
              : call.asks("tagging")
                  ? unknown("bucket tags")
                  : Operation.of("DeleteBucket", buckets::delete);
      case "POST" ->
          call.asks("delete")
              ? Operation.of("DeleteObjects", writes::deleteSeveral)
              : unknown("POST on a bucket");
      default -> unknown(call.method());
    };
  }

  private Operation getBucket(Call call) {
    if (call.asks("location")) {
      return Operation.of("GetBucketLocation", buckets::location);
    }
    if (call.asks("versioning")) {
      return Operation.of("GetBucketVersioning", buckets::versioning);
    }
    if (call.asks("policy")) {
      return Operation.of("GetBucketPolicy", buckets::policy);
    }
    if (call.asks("notification")) {
      return Operation.of("GetBucketNotificationConfiguration", buckets::notification);
    }
    if (call.asks("tagging")) {
      return unknown("bucket tags");
    }
    if (call.asks("versions")) {
      return Operation.of("ListObjectVersions", lists::listVersions);
    }
    if (call.asks("uploads")) {
      return Operation.of("ListMultipartUploads", uploads::listUploads);
    }
    return call.asks("list-type")
        ? Operation.allowed("ListObjectsV2", "s3:ListBucket", (c, x) -> lists.listV2(c))
        : Operation.allowed("ListObjects", "s3:ListBucket", (c, x) -> lists.listV1(c));
  }

  private Operation putBucket(Call call) {
    if (call.asks("versioning")) {
      return Operation.of("PutBucketVersioning", buckets::putVersioning);
    }
    if (call.asks("policy")) {
      return Operation.of("PutBucketPolicy", buckets::putPolicy);
    }
    if (call.asks("notification")) {
      return Operation.of("PutBucketNotificationConfiguration", buckets::putNotification);
    }
    return call.asks("tagging")
        ? unknown("bucket tags")
        : Operation.of("CreateBucket", buckets::create);
  }

  private Operation onObject(Call call) {
    return switch (call.method()) {
      case "GET" ->
          call.asks("uploadId")
              ? Operation.of("ListParts", uploads::listParts)
              : call.asks("tagging")
                  ? Operation.of("GetObjectTagging", writes::tags)
                  : Operation.allowed(
                      "GetObject",
                      "s3:GetObject",
                      (c, x) -> reads.get(c, x.mayList(), x.cutAfter()));
      case "HEAD" ->
          Operation.allowed("HeadObject", "s3:GetObject", (c, x) -> reads.head(c, x.mayList()));
      case "PUT" -> putObject(call);
      case "DELETE" ->
          call.asks("uploadId")
              ? Operation.of("AbortMultipartUpload", uploads::abort)
              : call.asks("tagging")
                  ? Operation.of("DeleteObjectTagging", writes::deleteTags)
                  : Operation.of("DeleteObject", writes::delete);
      case "POST" ->
          call.asks("uploads")
              ? Operation.of("CreateMultipartUpload", uploads::create)
              : call.asks("uploadId")
                  ? Operation.of("CompleteMultipartUpload", uploads::complete)
                  : unknown("POST on an object");
      default -> unknown(call.method());
    };
  }

  private Operation putObject(Call call) {
    boolean copies = call.header("x-amz-copy-source").isPresent();
    if (call.asks("uploadId")) {
      return copies
          ? Operation.of("UploadPartCopy", uploads::copyPart)
          : new Operation("UploadPart", Optional.empty(), (c, x) -> uploads.part(c, x.signed()));
    }
    if (call.asks("tagging")) {
      return Operation.of("PutObjectTagging", writes::putTags);
    }
    return copies
        ? Operation.of("CopyObject", writes::copy)
        : new Operation("PutObject", Optional.empty(), (c, x) -> writes.put(c, x.signed()));
  }

  private static Operation unknown(String what) {
    return Operation.of(
        "Unknown",
        c -> {
          throw S3Error.notImplemented(what);
        });
  }
}
