package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the operation of a request, and the code that serves it. Anything else is answered with 501
 * NotImplemented.
 */
final class Router {
  /** Query parameters that name a subresource of S3 which this endpoint does not implement. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          """
          accelerate acl analytics attributes cors encryption intelligent-tiering
          inventory legal-hold lifecycle logging metrics object-lock ownershipControls
          policyStatus publicAccessBlock replication requestPayment restore retention
          select torrent website
          """
              .split("\\s+"));

  private final ReadOperations reads;
  private final PutOperation put;
  private final CopyOperation copy;
  private final DeleteOperations deletes;
  private final TagOperations tags;
  private final UploadOperations uploads;
  private final CompleteOperation complete;
  private final UploadListings uploadListings;
  private final ListOperations lists;
  private final VersionListing versions;
  private final BucketOperations buckets;

  Router(Service service) {
    this.reads = new ReadOperations(service);
    this.put = new PutOperation(service);
    this.copy = new CopyOperation(service);
    this.deletes = new DeleteOperations(service);
    this.tags = new TagOperations(service);
    this.uploads = new UploadOperations(service);
    this.complete = new CompleteOperation(service);
    this.uploadListings = new UploadListings(service);
    this.lists = new ListOperations(service);
    this.versions = new VersionListing(service);
    this.buckets = new BucketOperations(service);
  }

  /**
   * The caller's identity and the fault to inject.
   *
   * @param mayList whether the caller may learn that a key does not exist
   * @param cutAfter bytes of the response's body after which the connection is closed
   */
  record Circumstances(
      Optional<Authentication.Signed> signed, boolean mayList, Optional<Long> cutAfter) {}

  /** Serves a request. */
  interface Server {
    void serve(Call call, Circumstances circumstances) throws IOException;
  }

  /**
   * An operation.
   *
   * @param action its name in a bucket policy, if a policy may allow it to anonymous callers
   */
  record Operation(String name, Optional<String> action, Server server) {
    static Operation of(String name, Body body) {
      return new Operation(name, Optional.empty(), (call, c) -> body.serve(call));
    }

    static Operation allowed(String name, String action, Server server) {
      return new Operation(name, Optional.of(action), server);
    }
  }

  /** Serves a request whatever its circumstances. */
  interface Body {
    void serve(Call call) throws IOException;
  }

  Operation find(Call call) {
    List<String> unsupported =
        call.query().keySet().stream().filter(UNSUPPORTED::contains).toList();
    if (!unsupported.isEmpty()) {
      return unsupported(unsupported.get(0));
    }
    if (call.bucket().isEmpty()) {
      return call.method().equals("GET")
          ? Operation.of("ListBuckets", buckets::list)
          : unsupported("this on the service");
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
                  ? unsupported("bucket tags")
                  : Operation.of("DeleteBucket", buckets::delete);
      case "POST" ->
          call.asks("delete")
              ? Operation.of("DeleteObjects", deletes::deleteSeveral)
              : unsupported("POST on a bucket");
      default -> unsupported(call.method());
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
      return Operation.of("GetBucketNotificationConfiguration", buckets.notifications()::get);
    }
    if (call.asks("tagging")) {
      return unsupported("bucket tags");
    }
    if (call.asks("versions")) {
      return Operation.of("ListObjectVersions", versions::list);
    }
    if (call.asks("uploads")) {
      return Operation.of("ListMultipartUploads", uploadListings::listUploads);
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
      return Operation.of("PutBucketNotificationConfiguration", buckets.notifications()::put);
    }
    return call.asks("tagging")
        ? unsupported("bucket tags")
        : Operation.of("CreateBucket", buckets::create);
  }

  private Operation onObject(Call call) {
    return switch (call.method()) {
      case "GET" ->
          call.asks("uploadId")
              ? Operation.of("ListParts", uploadListings::listParts)
              : call.asks("tagging")
                  ? Operation.of("GetObjectTagging", tags::get)
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
                  ? Operation.of("DeleteObjectTagging", tags::delete)
                  : Operation.of("DeleteObject", deletes::delete);
      case "POST" ->
          call.asks("uploads")
              ? Operation.of("CreateMultipartUpload", uploads::create)
              : call.asks("uploadId")
                  ? Operation.of("CompleteMultipartUpload", complete::complete)
                  : unsupported("POST on an object");
      default -> unsupported(call.method());
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
      return Operation.of("PutObjectTagging", tags::put);
    }
    return copies
        ? Operation.of("CopyObject", copy::copy)
        : new Operation("PutObject", Optional.empty(), (c, x) -> put.put(c, x.signed()));
  }

  private static Operation unsupported(String what) {
    return Operation.of(
        "Unknown",
        c -> {
          throw S3Error.notImplemented(what);
        });
  }
}
