package dev.understudy.emulators.s3;

/**
 * In what a MinIO differs from Amazon's S3. Each was measured on MinIO's last public commit
 * (2026-02-12), one node, one drive.
 *
 * @param ordersByGivenTime X-Minio-Source-Mtime on PUT, Complete and DELETE is the version's time,
 *     and the greatest time is current
 * @param keepsGivenEtag X-Minio-Source-Etag on PUT and on creating an upload is the object's ETag
 * @param ignoresConditionsOnDelete a DELETE with If-Match always deletes
 * @param evaluatesConditionsBeforeBody and then holds the key's lock until the body is committed;
 *     readers hold it too
 * @param acceptsEtagsInIfNoneMatch a PUT with If-None-Match: "etag" is judged; Amazon's S3 takes *
 *     alone
 * @param evaluatesConditionsOnCreateUpload Amazon's S3 ignores them there
 * @param forgetsCompletedUploads a repeated Complete fails; on Amazon's S3 it succeeds
 * @param limitsKeys refuses and aliases keys as a file system would need it, and hides keys under
 *     an object's name
 * @param countsMetadataPrefix x-amz-meta- counts towards the 2 KiB of user metadata
 * @param limitsValues tags are ASCII, storage classes two, Expires a date; no encryption without a
 *     key server
 * @param addsMarkerOnlyToObjects a DELETE of what is not there, or is deleted already, adds no
 *     marker
 * @param showsMilliseconds listings do; Amazon's S3 has whole seconds everywhere
 * @param datesUploadsByCompletion Amazon's S3 may date an object uploaded in parts by the upload's
 *     beginning
 * @param addsChecksums Amazon's S3 keeps a CRC64NVME where the client sent no checksum
 * @param hasOwnChecksumMismatchCode XAmzContentChecksumMismatch instead of BadDigest for
 *     x-amz-checksum headers
 */
public record Quirks(
    boolean ordersByGivenTime,
    boolean keepsGivenEtag,
    boolean ignoresConditionsOnDelete,
    boolean evaluatesConditionsBeforeBody,
    boolean acceptsEtagsInIfNoneMatch,
    boolean evaluatesConditionsOnCreateUpload,
    boolean forgetsCompletedUploads,
    boolean limitsKeys,
    boolean countsMetadataPrefix,
    boolean limitsValues,
    boolean addsMarkerOnlyToObjects,
    boolean showsMilliseconds,
    boolean datesUploadsByCompletion,
    boolean addsChecksums,
    boolean hasOwnChecksumMismatchCode) {

  /** Amazon's S3. */
  public static final Quirks S3 =
      new Quirks(
          false, false, false, false, false, false, false, false, false, false, false, false, false,
          true, false);

  /** MinIO. */
  public static final Quirks MINIO =
      new Quirks(
          true, true, true, true, true, true, true, true, true, true, true, true, true, false,
          true);
}
