package dev.understudy.lab.bench;

import dev.understudy.testkit.s3.Quirks;
import dev.understudy.testkit.s3.S3Endpoint;
import dev.understudy.testkit.tls.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Primary and standby, both behind TLS, in a JVM of their own, so that what they cost is nobody's.
 * Prints the variables that a {@link Contender} needs, then an empty line, and runs until its input
 * ends.
 */
public final class Servers {
  static final char[] PASSWORD = "changeit".toCharArray();
  private static final int PART = 32 << 20;

  private Servers() {}

  /** Arguments: a folder, the key and the MiB of an object to begin with. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    TestAuthority authority = new TestAuthority(folder);
    Path trusted = folder.resolve("trusted.p12");
    write(trusted, authority.caPem());
    var identity = authority.server("127.0.0.1").serverContext();
    try (S3Endpoint primary =
            S3Endpoint.builder().credentials("ak", "sk").tls(identity, false).start();
        S3Endpoint standby =
            S3Endpoint.builder()
                .quirks(Quirks.MINIO)
                .credentials("sak", "ssk")
                .tls(identity, false)
                .start()) {
      primary.createBucket("primary", true);
      standby.createBucket("standby", true);
      fill(primary.uri(), authority, arguments[1], Integer.parseInt(arguments[2]));
      variables(primary, standby, authority, trusted)
          .forEach((name, value) -> System.out.println(name + "=" + value.replace('\n', '\t')));
      System.out.println();
      while (System.in.read() >= 0) {
        // Until whoever has started it closes its end.
      }
    }
  }

  private static void fill(URI primary, TestAuthority authority, String key, int mebibytes) {
    try (S3Client writer =
        S3Client.builder()
            .endpointOverride(primary)
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("ak", "sk")))
            .httpClientBuilder(
                software.amazon.awssdk.http.apache5.Apache5HttpClient.builder()
                    .tlsTrustManagersProvider(authority::trustManagers))
            .build()) {
      writer.putObject(r -> r.bucket("primary").key("warm"), RequestBody.fromString("warm"));
      String id = writer.createMultipartUpload(r -> r.bucket("primary").key(key)).uploadId();
      List<CompletedPart> parts = new ArrayList<>();
      byte[] part = new byte[PART];
      new Random(1).nextBytes(part);
      for (long left = (long) mebibytes << 20; left > 0; left -= PART) {
        int number = parts.size() + 1;
        String etag =
            writer
                .uploadPart(
                    r -> r.bucket("primary").key(key).uploadId(id).partNumber(number),
                    RequestBody.fromBytes(part))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
      }
      writer.completeMultipartUpload(
          r -> r.bucket("primary").key(key).uploadId(id).multipartUpload(u -> u.parts(parts)));
    }
  }

  private static Map<String, String> variables(
      S3Endpoint primary, S3Endpoint standby, TestAuthority authority, Path trusted) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", "ak");
    variables.put("AWS_SECRET_ACCESS_KEY", "sk");
    variables.put("PRIMARY_BUCKET", "primary");
    variables.put("PRIMARY_ENDPOINT", primary.uri().toString());
    variables.put("STANDBY_BUCKET", "standby");
    variables.put("STANDBY_ENDPOINT", standby.uri().toString());
    variables.put("STANDBY_ACCESS_KEY", "sak");
    variables.put("STANDBY_SECRET_KEY", "ssk");
    variables.put("STANDBY_CA_PEM", authority.caPem());
    variables.put("CHANGES_QUEUE_URL", "http://127.0.0.1:9/changes");
    variables.put("DEAD_LETTER_QUEUE_URL", "http://127.0.0.1:9/dead-letter");
    variables.put("SQS_ENDPOINT", "http://127.0.0.1:9");
    variables.put("TRUST_STORE", trusted.toString());
    return variables;
  }

  private static void write(Path file, String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
  }

  static KeyStore trustStore(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  static String variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }
}
