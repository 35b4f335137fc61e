package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.HttpClients;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sends writes with a wrong signature, which a server must reject. Some versions of MinIO accept
 * them from anyone who knows an access key (docs/security.md). What a server accepts is deleted.
 */
final class ForgedWrites {
  private static final String KEY = ReservedKeys.DOCTOR + "forged";
  private static final String WRONG_SIGNATURE = "0".repeat(64);
  private static final String CONTENT = "understudy";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** A tar archive without entries, so that a server that accepts it writes nothing. */
  private static final byte[] EMPTY_ARCHIVE = new byte[1024];

  private final StandbySecret secret;
  private final String bucket;
  private final S3Client s3;

  /**
   * @param s3 deletes what the server accepted
   */
  ForgedWrites(StandbySecret secret, String bucket, S3Client s3) {
    this.secret = secret;
    this.bucket = bucket;
    this.s3 = s3;
  }

  /** A PUT with an unsigned trailer, and with credentials in the query. */
  CheckResult checkPut() throws IOException {
    byte[] body =
        "%x\r\n%s\r\n0\r\nx-amz-checksum-crc32:%s\r\n\r\n"
            .formatted(CONTENT.length(), CONTENT, crc32())
            .getBytes(US_ASCII);
    return check(
        "CVE-2026-41145",
        body,
        Map.of(
            "Content-Encoding", "aws-chunked",
            "x-amz-decoded-content-length", String.valueOf(CONTENT.length()),
            "x-amz-trailer", "x-amz-checksum-crc32"));
  }

  /** The same with an archive that MinIO extracts. */
  CheckResult checkArchive() throws IOException {
    return check(
        "CVE-2026-40344",
        EMPTY_ARCHIVE,
        Map.of(
            "x-amz-meta-snowball-auto-extract",
            "true",
            "x-amz-meta-minio-snowball-prefix",
            ReservedKeys.DOCTOR));
  }

  private CheckResult check(String opening, byte[] body, Map<String, String> headers)
      throws IOException {
    int status = send(request(body.length, headers), body);
    if (status >= 400 && status < 500) {
      return CheckResult.ok("rejected with status %d (%s)".formatted(status, opening));
    }
    if (status < 200 || status >= 300) {
      return CheckResult.unknown("the response has status %d (%s)".formatted(status, opening));
    }
    return CheckResult.finding(
        "accepted with a wrong signature (%s)%s".formatted(opening, delete()),
        "Update the server, or put a proxy before it that rejects such requests"
            + " (docs/security.md).");
  }

  /** A failure must not hide the finding. */
  private String delete() {
    try {
      s3.deleteObject(r -> r.bucket(bucket).key(KEY));
      return "";
    } catch (SdkException e) {
      return "; %s could not be deleted: %s".formatted(KEY, e.getMessage());
    }
  }

  private SdkHttpFullRequest request(int length, Map<String, String> headers) {
    String now = TIME.format(Instant.now());
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(secret.endpoint())
            .encodedPath("/%s/%s".formatted(bucket, KEY))
            .putRawQueryParameter("X-Amz-Algorithm", "AWS4-HMAC-SHA256")
            .putRawQueryParameter(
                "X-Amz-Credential",
                "%s/%s/%s/s3/aws4_request"
                    .formatted(secret.accessKey(), now.substring(0, 8), secret.region()))
            .putRawQueryParameter("X-Amz-Date", now)
            .putRawQueryParameter("X-Amz-Expires", "60")
            .putRawQueryParameter("X-Amz-SignedHeaders", "host")
            .putRawQueryParameter("X-Amz-Signature", WRONG_SIGNATURE)
            .putHeader("Content-Length", String.valueOf(length))
            .putHeader("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    headers.forEach(request::putHeader);
    return request.build();
  }

  private int send(SdkHttpFullRequest request, byte[] body) throws IOException {
    try (SdkHttpClient http = HttpClients.builder(secret.tls()).build()) {
      HttpExecuteResponse response =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(request)
                      .contentStreamProvider(() -> new ByteArrayInputStream(body))
                      .build())
              .call();
      response.responseBody().ifPresent(stream -> stream.abort());
      return response.httpResponse().statusCode();
    }
  }

  private static String crc32() {
    CRC32 crc = new CRC32();
    crc.update(CONTENT.getBytes(US_ASCII));
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
