package dev.understudy.emulators.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The contract in the behaviour of Amazon S3, and what only Amazon S3 does. */
class S3BehaviourTest extends SharedEndpointContract {
  @Override
  Quirks quirks() {
    return Quirks.S3;
  }

  @Test
  void holdsEveryKeyThatIsShortEnough() {
    List<String> keys = List.of("../x", "./x", "/a", "a", "a//b", "a/b", "x/", "x__XLDIR__");

    keys.forEach(key -> put(key, key));

    assertThat(listed("", 1000)).containsExactlyInAnyOrderElementsOf(keys);
    for (String key : keys) {
      assertThat(aws.getObjectAsBytes(r -> r.bucket("bucket").key(key)).asUtf8String())
          .isEqualTo(key);
    }
    assertFails(400, "KeyTooLongError", () -> put("k".repeat(1025), "x"));
  }

  @Test
  void deletesUnderConditions() {
    put("k", "x");

    assertFails(
        412,
        "PreconditionFailed",
        () -> aws.deleteObject(r -> r.bucket("bucket").key("k").ifMatch("\"other\"")));
    assertThat(get(r -> {})).isEqualTo("x");
  }

  @Test
  void addsAChecksumWhereNoneWasSent() throws Exception {
    URI uri = endpoint.uri().resolve("/bucket/k");
    aws.putBucketPolicy(
        r ->
            r.bucket("bucket")
                .policy(
                    "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::bucket/*\"}]}"));
    put("k", "123456789");

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri).header("x-amz-checksum-mode", "ENABLED").build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("x-amz-checksum-crc32")).isPresent();
    assertThat(
            Hashes.checksum(
                "CRC64NVME", "123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .as("the check value of CRC-64/NVME, ae8b14860a799888")
        .isEqualTo("rosUhgp5mIg=");
  }

  @Test
  void verifiesChecksumsAndDigests() {
    assertFails(
        400,
        "BadDigest",
        () ->
            aws.putObject(
                r -> r.bucket("bucket").key("k").checksumCRC32("AAAAAA=="),
                RequestBody.fromString("x")));
    assertFails(
        400,
        "BadDigest",
        () ->
            aws.putObject(
                r -> r.bucket("bucket").key("k").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                RequestBody.fromString("x")));
    assertThat(listed("", 10)).isEmpty();
    aws.putObject(
        r -> r.bucket("bucket").key("k").checksumAlgorithm("SHA256"), RequestBody.fromString("x"));
    assertThat(
            aws.headObject(r -> r.bucket("bucket").key("k").checksumMode(ChecksumMode.ENABLED))
                .checksumSHA256())
        .isEqualTo("LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=");
  }

  @Test
  void completesAnUploadTwiceWithTheSameAnswer() {
    String id = aws.createMultipartUpload(r -> r.bucket("bucket").key("k")).uploadId();
    String etag =
        aws.uploadPart(
                r -> r.bucket("bucket").key("k").uploadId(id).partNumber(1),
                RequestBody.fromString("x"))
            .eTag();
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
    for (int i = 0; i < 2; i++) {
      aws.completeMultipartUpload(
          r ->
              r.bucket("bucket")
                  .key("k")
                  .uploadId(id)
                  .multipartUpload(u -> u.parts(List.of(part))));
    }
    assertThat(get(r -> {})).isEqualTo("x");
  }

  @Test
  void refusesABucketThatIsNotWhoseTheCallerThinks() {
    put("k", "x");

    assertFails(403, "AccessDenied", () -> get(r -> r.expectedBucketOwner("999999999999")));
  }
}
