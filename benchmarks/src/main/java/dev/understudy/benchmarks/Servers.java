package dev.understudy.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.s3.Calls;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import dev.understudy.lab.queue.QueueSettings;
import dev.understudy.lab.queue.Queues;
import dev.understudy.lab.queue.SqsClients;
import dev.understudy.lab.queue.SqsServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Primary and standby with TLS, and the queues, in their own JVM, so that their cost counts for no
 * contender. Prints the variables of a function and an empty line. Answers each line of its input
 * with the requests since the last one, and exits when the input ends.
 */
final class Servers {
  static final char[] PASSWORD = "changeit".toCharArray();
  static final String TRUST_STORE = "TRUST_STORE";
  static final String CA_FILE = "CA_FILE";

  private Servers() {}

  /**
   * Arguments: a folder; {@code real} for a MinIO as primary and as standby, which count no
   * requests, or {@code embedded}; the delay of each response of an embedded server in
   * milliseconds.
   */
  public static void main(String[] arguments) throws Exception {
    // Output of the servers must not mix with the answers.
    PrintStream answers = System.out;
    System.setOut(System.err);
    Path folder = Path.of(arguments[0]);
    TestAuthority authority = new TestAuthority(folder);
    Map<String, String> variables = new LinkedHashMap<>(queues());
    variables.put("STANDBY_CA_PEM", authority.caPem());
    variables.put(TRUST_STORE, write(folder.resolve("trusted.p12"), authority.caPem()).toString());
    variables.put(
        CA_FILE, Files.writeString(folder.resolve("ca.pem"), authority.caPem()).toString());
    if (arguments[1].equals("real")) {
      try (RealMinio primary = RealMinio.startWithTls(authority);
          RealMinio standby = RealMinio.startWithTls(authority)) {
        serve(answers, variables, primary.endpoint(), standby.endpoint(), () -> Map.of());
      }
    } else {
      Duration late = Duration.ofMillis(Long.parseLong(arguments[2]));
      try (S3Endpoint primary = embedded(authority, Quirks.S3, late);
          S3Endpoint standby = embedded(authority, Quirks.MINIO, late)) {
        serve(
            answers,
            variables,
            primary.uri(),
            standby.uri(),
            () -> Map.of("primary", taken(primary.calls()), "standby", taken(standby.calls())));
      }
    }
    System.exit(0);
  }

  @FunctionalInterface
  private interface Counting {
    Map<String, Map<String, Long>> take();
  }

  private static void serve(
      PrintStream answers,
      Map<String, String> variables,
      URI primary,
      URI standby,
      Counting counting)
      throws IOException {
    for (String side : new String[] {"AWS", "STANDBY"}) {
      variables.put(side + (side.equals("AWS") ? "_ACCESS_KEY_ID" : "_ACCESS_KEY"), accessKey());
      variables.put(
          side + (side.equals("AWS") ? "_SECRET_ACCESS_KEY" : "_SECRET_KEY"), secretKey());
    }
    variables.put("PRIMARY_ENDPOINT", primary.toString());
    variables.put("STANDBY_ENDPOINT", standby.toString());
    variables.forEach((name, value) -> answers.println(name + "=" + value.replace('\n', '\t')));
    answers.println();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (lines.readLine() != null) {
      answers.println(new JsonMapper().writeValueAsString(counting.take()));
    }
  }

  private static String accessKey() {
    return RealMinio.accessKey();
  }

  private static String secretKey() {
    return RealMinio.secretKey();
  }

  private static S3Endpoint embedded(TestAuthority authority, Quirks quirks, Duration late) {
    return S3Endpoint.builder()
        .quirks(quirks)
        .credentials(accessKey(), secretKey())
        .tls(authority.server("127.0.0.1").serverContext(), false)
        .faults(
            (operation, bucket, key) ->
                late.isZero() || operation.startsWith("List") ? Fault.NONE : new Fault.Delay(late))
        .start();
  }

  private static Map<String, Long> taken(Calls calls) {
    Map<String, Long> taken = new LinkedHashMap<>(calls.byOperation());
    taken.put(RequestCounts.RECEIVED, calls.bytesReceived());
    taken.put(RequestCounts.SENT, calls.bytesSent());
    calls.reset();
    return taken;
  }

  private static Map<String, String> queues() {
    URI endpoint = SqsServer.start(0).endpoint();
    Queues queues =
        Queues.prepare(
            SqsClients.create(
                endpoint,
                Region.US_EAST_1,
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(accessKey(), secretKey())),
                10),
            new QueueSettings(Duration.ofMinutes(10), 100),
            created -> {});
    return Map.of(
        "SQS_ENDPOINT", endpoint.toString(),
        "CHANGES_QUEUE_URL", queues.changes().url(),
        "DEAD_LETTER_QUEUE_URL", queues.deadLetter().url());
  }

  private static Path write(Path file, String pem) throws GeneralSecurityException, IOException {
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
    return file;
  }
}
