package dev.understudy.replicator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Multipart uploads on the primary. */
final class MultipartOriginals {
  private MultipartOriginals() {}

  /** Writes an object of parts with these lengths, and returns its content. */
  static byte[] upload(S3Client writer, String key, int... lengths) {
    String upload = writer.createMultipartUpload(r -> r.bucket("primary").key(key)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int length : lengths) {
      byte[] content = new byte[length];
      new Random(length + parts.size()).nextBytes(content);
      whole.writeBytes(content);
      int number = parts.size() + 1;
      String etag =
          writer
              .uploadPart(
                  r -> r.bucket("primary").key(key).uploadId(upload).partNumber(number),
                  RequestBody.fromBytes(content))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    writer.completeMultipartUpload(
        r -> r.bucket("primary").key(key).uploadId(upload).multipartUpload(u -> u.parts(parts)));
    return whole.toByteArray();
  }
}
