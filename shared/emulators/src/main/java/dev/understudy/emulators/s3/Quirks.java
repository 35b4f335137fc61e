package dev.understudy.emulators.s3;

/**
 * The differences between MinIO and Amazon S3. Each was measured on MinIO's last public commit
 * (2026-02-12), with one node and one drive; {@code needsMarker} on that commit with a patch.
 *
 * @param ordersByGivenTime X-Minio-Source-Mtime on PUT, Complete and DELETE is the time of the
 *     version, and the version with the greatest time is current
 * @param keepsGivenEtag X-Minio-Source-Etag on PUT and CreateMultipartUpload is the ETag of the
 *     object
 * @param needsMarker drops the headers of replication from a request, unless it has
 *     X-Minio-Source-Replication-Request: true and its user has the right to replicate
 * @param ignoresConditionsOnDelete a DELETE with If-Match always deletes
 * @param ignoresConditionsOnCopy a CopyObject with If-Match always writes
 * @param evaluatesConditionsBeforeBody a conditional PUT holds a lock on the key until the body is
 *     committed; readers hold it too
 * @param acceptsEtagsInIfNoneMatch a PUT with If-None-Match: "etag" is evaluated; Amazon S3 accepts
 *     only *
 * @param evaluatesConditionsOnCreateUpload Amazon S3 ignores them there
 * @param forgetsCompletedUploads a repeated Complete fails; on Amazon S3 it succeeds
 * @param limitsKeys refuses and aliases keys as its file system requires, and does not list keys
 *     under the name of an object
 * @param countsMetadataPrefix x-amz-meta- counts towards the 2 KiB of user metadata
 * @param limitsValues tags have few characters, all headers 8 KiB, there are two storage classes,
 *     and encryption needs a key server
 * @param rewritesHeaders Expires becomes an HTTP-date or is dropped, an empty Content-Type becomes
 *     the type of the key's suffix, aws-chunked is removed from Content-Encoding only where it is
 *     written exactly so, and two metadata names of the S3 Encryption Client are dropped
 * @param keepsAwsChunked aws-chunked is stored as part of Content-Encoding. Amazon S3 and MinIO
 *     remove it; some other stores do not
 * @param addsMarkerOnlyToObjects a DELETE of an absent or deleted key adds no delete marker
 * @param showsMilliseconds times in listings have milliseconds; Amazon S3 has whole seconds
 * @param datesUploadsByCompletion Last-Modified of a multipart upload is its completion; Amazon S3
 *     may use its creation
 * @param addsChecksums stores a CRC64NVME if the client sent no checksum, as Amazon S3 does
 * @param hasOwnChecksumMismatchCode XAmzContentChecksumMismatch instead of BadDigest for
 *     x-amz-checksum headers
 * @param readsPlusAsSpace a plus sign in a path is decoded as a space
 * @param evaluatesIfRange MinIO ignores If-Range, and returns the range of any version
 */
public record Quirks(
    boolean ordersByGivenTime,
    boolean keepsGivenEtag,
    boolean needsMarker,
    boolean ignoresConditionsOnDelete,
    boolean ignoresConditionsOnCopy,
    boolean evaluatesConditionsBeforeBody,
    boolean acceptsEtagsInIfNoneMatch,
    boolean evaluatesConditionsOnCreateUpload,
    boolean forgetsCompletedUploads,
    boolean limitsKeys,
    boolean countsMetadataPrefix,
    boolean limitsValues,
    boolean rewritesHeaders,
    boolean keepsAwsChunked,
    boolean addsMarkerOnlyToObjects,
    boolean showsMilliseconds,
    boolean datesUploadsByCompletion,
    boolean addsChecksums,
    boolean hasOwnChecksumMismatchCode,
    boolean readsPlusAsSpace,
    boolean evaluatesIfRange) {

  /** Amazon's S3. */
  public static final Quirks S3 =
      new Quirks(
          false, false, false, false, false, false, false, false, false, false, false, false, false,
          false, false, false, false, true, false, true, true);

  /** MinIO's last public commit: any user who may write may give a time and an ETag. */
  public static final Quirks MINIO =
      new Quirks(
          true, true, false, true, true, true, true, true, true, true, true, true, true, false,
          true, true, true, false, true, false, false);

  /** Its fork Silo since 2026-09-03: a time and an ETag need the marker, and the right. */
  public static final Quirks MARKER_MINIO =
      new Quirks(
          true, true, true, true, true, true, true, true, true, true, true, true, true, false, true,
          true, true, false, true, false, false);

  /** A store that differs from Amazon S3 only in that it keeps aws-chunked. */
  public static final Quirks KEEPS_AWS_CHUNKED =
      new Quirks(
          false, false, false, false, false, false, false, false, false, false, false, false, false,
          true, false, false, false, true, false, true, true);
}
