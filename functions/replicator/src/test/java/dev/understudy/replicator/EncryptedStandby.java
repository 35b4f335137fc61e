package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ETag;
import dev.understudy.emulators.real.RealMinio;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * A real MinIO whose bucket encrypts everything. All kinds of objects are replicated as on any
 * other standby, and the bucket can be listed.
 */
abstract class EncryptedStandby extends EveryKindOfObject {
  @RegisterExtension static final SharedMinio MINIO = new SharedMinio(RealMinio::startWithKey);

  /** How the bucket encrypts. */
  abstract ServerSideEncryption algorithm();

  @Override
  protected StandbyUnderTest startStandby() {
    StandbyUnderTest standby = StandbyUnderTest.on(MINIO.get());
    encrypt(standby);
    return standby;
  }

  private void encrypt(StandbyUnderTest standby) {
    ServerSideEncryptionByDefault.Builder encryption =
        ServerSideEncryptionByDefault.builder().sseAlgorithm(algorithm());
    if (algorithm() == ServerSideEncryption.AWS_KMS) {
      encryption.kmsMasterKeyID(RealMinio.KEY);
    }
    ServerSideEncryptionRule rule =
        ServerSideEncryptionRule.builder()
            .applyServerSideEncryptionByDefault(encryption.build())
            .build();
    try (S3Client admin = standby.client()) {
      admin.putBucketEncryption(
          r -> r.bucket(standby.bucket()).serverSideEncryptionConfiguration(c -> c.rules(rule)));
    }
  }

  @Test
  void encryptsItsObjects() {
    write("a", "x");
    assertThat(callPatiently("a")).isEqualTo(DONE);

    assertThat(head("a").serverSideEncryption()).isEqualTo(algorithm());
  }

  @Test
  void keepsTheEtagsThatItLists() {
    write("small", "x");
    MultipartOriginals.upload(writer, "multipart/small", 3 << 20);
    MultipartOriginals.upload(writer, "multipart/large", 5 << 20, 4 << 20);
    List<String> keys = List.of("small", "multipart/small", "multipart/large");

    for (String key : keys) {
      assertThat(outcome(key)).as(key).contains("\"outcome\":\"Copied\"");
      assertThat(outcome(key)).as(key).contains("\"outcome\":\"InSync\"");
    }

    Map<String, String> listed = new HashMap<>();
    reader
        .listObjectsV2Paginator(r -> r.bucket(standby.bucket()))
        .contents()
        .forEach((S3Object object) -> listed.put(object.key(), object.eTag()));
    for (String key : keys) {
      assertThat(head(key).eTag()).isEqualTo(original(key).eTag()).isEqualTo(listed.get(key));
      assertThat(head(key).contentLength()).isEqualTo(original(key).contentLength());
    }
    assertThat(listed.keySet()).as("notes too").anyMatch(key -> key.startsWith(".understudy/"));
  }

  @Test
  void keepsThePartsOfALargeObject() {
    byte[] content = MultipartOriginals.upload(writer, "large", 5 << 20, 5 << 20, 1 << 20);

    assertThat(callPatiently("large")).isEqualTo(DONE);

    assertThat(reader.getObjectAsBytes(r -> r.bucket(standby.bucket()).key("large")).asByteArray())
        .isEqualTo(content);
    for (int number = 1; number <= 3; number++) {
      int part = number;
      assertThat(
              reader
                  .headObject(r -> r.bucket(standby.bucket()).key("large").partNumber(part))
                  .contentLength())
          .isEqualTo(
              writer
                  .headObject(r -> r.bucket("primary").key("large").partNumber(part))
                  .contentLength());
    }
  }

  @Test
  void readsALargeObjectThatWasOnePut() {
    write("large", "0123456789abcdef".repeat(9 << 16));
    assertThat(outcome("large")).contains("\"outcome\":\"Copied\"");

    assertThat(replica("large")).hasValue(content("large"));
    assertThat(outcome("large")).contains("\"outcome\":\"InSync\"");
  }

  @Test
  void copiesAnewWhatWasBegunBeforeTheBucketEncrypted() {
    try (S3Client admin = standby.client()) {
      admin.deleteBucketEncryption(r -> r.bucket(standby.bucket()));
    }
    write("small", "x");
    assertThat(callPatiently("small")).isEqualTo(DONE);
    assertThat(head("small").serverSideEncryption()).isNull();
    encrypt(standby);

    write("large", "0123456789abcdef".repeat(9 << 16));
    assertThat(callPatiently("large")).isEqualTo(DONE);

    assertThat(head("large").serverSideEncryption()).isEqualTo(algorithm());
    assertThat(replica("large")).hasValue(content("large"));
  }

  @Test
  void overwritesAndDeletesASmallMultipartObject() {
    MultipartOriginals.upload(writer, "a", 1 << 20);
    assertThat(callPatiently("a")).isEqualTo(DONE);
    MultipartOriginals.upload(writer, "a", 1 << 19);
    assertThat(outcome("a")).contains("\"outcome\":\"Copied\"");
    assertThat(head("a").eTag()).isEqualTo(original("a").eTag());

    writer.deleteObject(r -> r.bucket("primary").key("a"));
    assertThat(outcome("a")).contains("\"outcome\":\"Deleted\"");
    assertThat(replica("a")).isEmpty();
  }

  private String outcome(String key) {
    try {
      return LogLines.during(() -> assertThat(callPatiently(key)).isEqualTo(DONE));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HeadObjectResponse head(String key) {
    return reader.headObject(r -> r.bucket(standby.bucket()).key(key));
  }

  private HeadObjectResponse original(String key) {
    return writer.headObject(r -> r.bucket("primary").key(key));
  }

  @Override
  String etagOfUpload(String original) {
    return new ETag(original).asUpload().quoted();
  }
}
