package dev.understudy.lab.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/** A multipart upload of one object: parts one after the other, one part in memory. */
record MultipartUploader(S3Client s3, String bucket, String key) {
  /** Part size and multipart threshold of the AWS CLI. */
  static final int PART_BYTES = 8 << 20;

  void run(ObjectContent content, ObjectHeaders headers) {
    String upload = s3.createMultipartUpload(creation(headers)).uploadId();
    try (InputStream bytes = content.source().open()) {
      List<CompletedPart> parts = parts(upload, bytes);
      s3.completeMultipartUpload(
          request ->
              request
                  .bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(parts)));
    } catch (IOException e) {
      abort(upload);
      throw new UncheckedIOException(key + " cannot be read", e);
    } catch (RuntimeException e) {
      abort(upload);
      throw e;
    }
  }

  private CreateMultipartUploadRequest creation(ObjectHeaders headers) {
    return CreateMultipartUploadRequest.builder()
        .bucket(bucket)
        .key(key)
        .contentType(headers.contentType())
        .cacheControl(headers.cacheControl())
        .metadata(headers.user())
        .build();
  }

  private List<CompletedPart> parts(String upload, InputStream bytes) throws IOException {
    List<CompletedPart> parts = new ArrayList<>();
    byte[] part = bytes.readNBytes(PART_BYTES);
    while (part.length > 0) {
      int number = parts.size() + 1;
      String etag =
          s3.uploadPart(
                  request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
      part = bytes.readNBytes(PART_BYTES);
    }
    return parts;
  }

  private void abort(String upload) {
    s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
  }
}
