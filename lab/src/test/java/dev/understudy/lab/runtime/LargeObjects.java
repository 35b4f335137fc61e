package dev.understudy.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.stack.StoreAccess;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Objects too large for memory: written with a multipart upload, compared by a checksum of all
 * their bytes.
 */
final class LargeObjects implements AutoCloseable {
  private static final int PART = 32 << 20;

  private final S3Client primary;
  private final S3Client standby;
  private final StoreAccess primaryStore;
  private final StoreAccess standbyStore;

  LargeObjects(StoreAccess primary, StoreAccess standby) {
    this.primaryStore = primary;
    this.standbyStore = standby;
    this.primary = client(primary);
    this.standby = client(standby);
  }

  void write(String key, long size) {
    String id =
        primary.createMultipartUpload(r -> r.bucket(primaryStore.bucket()).key(key)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (long from = 0; from < size; from += PART) {
      long length = Math.min(PART, size - from);
      int number = parts.size() + 1;
      String etag =
          primary
              .uploadPart(
                  r -> r.bucket(primaryStore.bucket()).key(key).uploadId(id).partNumber(number),
                  RequestBody.fromBytes(bytes(number, (int) length)))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    primary.completeMultipartUpload(
        r ->
            r.bucket(primaryStore.bucket())
                .key(key)
                .uploadId(id)
                .multipartUpload(u -> u.parts(parts)));
  }

  void assertEqual(String key, long size) throws IOException {
    assertThat(standby.headObject(r -> r.bucket(standbyStore.bucket()).key(key)).contentLength())
        .isEqualTo(size);
    assertThat(standby.headObject(r -> r.bucket(standbyStore.bucket()).key(key)).eTag())
        .isEqualTo(primary.headObject(r -> r.bucket(primaryStore.bucket()).key(key)).eTag());
    assertThat(checksum(standby, standbyStore.bucket(), key))
        .isEqualTo(checksum(primary, primaryStore.bucket(), key));
  }

  @Override
  public void close() {
    primary.close();
    standby.close();
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static long checksum(S3Client client, String bucket, String key) throws IOException {
    CRC32 checksum = new CRC32();
    byte[] buffer = new byte[1 << 20];
    try (InputStream body = client.getObject(r -> r.bucket(bucket).key(key))) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        checksum.update(buffer, 0, count);
      }
    }
    return checksum.getValue();
  }

  private static S3Client client(StoreAccess access) {
    return S3Client.builder()
        .endpointOverride(access.endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(access.keys().accessKey(), access.keys().secretKey())))
        .build();
  }
}
