package dev.understudy.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.understudy.core.s3.NativeCrypto;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.FunctionSettings;
import dev.understudy.lab.function.InvocationResult;
import dev.understudy.replicator.ReplicatorHandler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * One copy of one object in a JVM of its own, the way that the first argument names: {@code ours},
 * or {@code relay}, which is one GET piped into one PUT with the same SDK: no checks, no stamps,
 * nothing that could be left out. Prints the CPU seconds that it took, without starting up.
 */
public final class Contender {
  private static final String SMALL = "warm";
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Contender() {}

  /** Arguments: the way, the key; the rest is in the environment (see {@link Servers}). */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    // For both, or TLS alone would decide.
    NativeCrypto.install();
    Copy copy =
        arguments[0].equals("ours")
            ? ours(environment)
            : relay(primary(environment), standby(environment));
    copy.of(SMALL);
    try (S3Client standby = standby(environment)) {
      standby.deleteObject(r -> r.bucket("standby").key(arguments[1]));
    }
    long before = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    copy.of(arguments[1]);
    System.out.printf(
        Locale.ROOT,
        "%.3f %.3f%n",
        (SYSTEM.getProcessCpuTime() - before) / 1e9,
        (System.nanoTime() - start) / 1e9);
    System.exit(0);
  }

  /** Copies the object of this key. */
  @FunctionalInterface
  private interface Copy {
    void of(String key) throws IOException;
  }

  private static Copy ours(Map<String, String> environment) {
    FunctionHost host =
        new FunctionHost(
            new FunctionSettings("replicator", 1769, Duration.ofMinutes(5)),
            () -> new ReplicatorHandler(environment));
    return key -> {
      InvocationResult result =
          host.invoke(
              """
              {"Records":[{"messageId":"1","receiptHandle":"1",
                "body":"{\\"bucket\\":\\"primary\\",\\"key\\":\\"%s\\"}",
                "attributes":{"ApproximateReceiveCount":"1"}}]}
              """
                  .formatted(key));
      if (!result.payload().equals("{\"batchItemFailures\":[]}")) {
        throw new IOException("Not copied: " + result.payload());
      }
    };
  }

  private static Copy relay(S3Client primary, S3Client standby) {
    return key -> {
      try (ResponseInputStream<GetObjectResponse> body =
          primary.getObject(r -> r.bucket("primary").key(key))) {
        standby.putObject(
            r -> r.bucket("standby").key(key),
            RequestBody.fromInputStream(body, body.response().contentLength()));
      }
    };
  }

  private static S3Client primary(Map<String, String> environment) throws Exception {
    return client(environment, "PRIMARY_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  }

  private static S3Client standby(Map<String, String> environment) throws Exception {
    return client(environment, "STANDBY_ENDPOINT", "STANDBY_ACCESS_KEY", "STANDBY_SECRET_KEY");
  }

  private static S3Client client(
      Map<String, String> environment, String endpoint, String accessKey, String secretKey)
      throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(Servers.trustStore(Path.of(Servers.variable(environment, "TRUST_STORE"))));
    return S3Client.builder()
        .endpointOverride(URI.create(Servers.variable(environment, endpoint)))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    Servers.variable(environment, accessKey),
                    Servers.variable(environment, secretKey))))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(
            Apache5HttpClient.builder().tlsTrustManagersProvider(factory::getTrustManagers))
        .build();
  }
}
