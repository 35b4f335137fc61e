package dev.understudy.benchmarks;

import dev.understudy.core.s3.NativeCrypto;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Copies in plain loops with the replicator's SDK and crypto provider, in its own JVM. Reads keys,
 * one per line; at an empty line it copies them and prints {@code done}.
 */
final class SdkLoop {
  /** Copies each key with one GET and one PUT, without checks: the lower bound with this SDK. */
  static final String RELAY = "relay";

  /**
   * Lists the first key as a prefix and copies all its objects one after the other, each read into
   * memory.
   */
  static final String FULL_COPY = "full-copy";

  /** Default of {@code PARALLEL_KEYS}. */
  private static final int PARALLEL_KEYS = 10;

  private final S3Client primary;
  private final S3Client standby;
  private final String bucket;

  private SdkLoop(Map<String, String> environment) {
    this.primary = BenchClients.primary(environment);
    this.standby = BenchClients.standby(environment);
    this.bucket = BenchClients.variable(environment, "STANDBY_BUCKET");
  }

  /** Argument: {@link #RELAY} or {@link #FULL_COPY}. */
  public static void main(String[] arguments) throws Exception {
    // All contenders use the same provider; otherwise TLS would dominate the comparison.
    NativeCrypto.install();
    SdkLoop loop = new SdkLoop(System.getenv());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> keys = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty()) {
        keys.add(line);
        continue;
      }
      if (arguments[0].equals(RELAY)) {
        loop.relay(keys);
      } else {
        loop.copyAll(keys.get(0));
      }
      keys.clear();
      System.out.println("done");
    }
    System.exit(0);
  }

  private void relay(List<String> keys) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL_KEYS);
    List<Future<?>> copies = new ArrayList<>();
    keys.forEach(key -> copies.add(threads.submit(() -> relay(key))));
    for (Future<?> copy : copies) {
      copy.get();
    }
    threads.shutdown();
  }

  private void relay(String key) {
    try (ResponseInputStream<GetObjectResponse> body =
        primary.getObject(r -> r.bucket(BenchBuckets.PRIMARY).key(key))) {
      standby.putObject(
          r -> r.bucket(bucket).key(key),
          RequestBody.fromInputStream(body, body.response().contentLength()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyAll(String prefix) {
    for (S3Object object :
        primary
            .listObjectsV2Paginator(r -> r.bucket(BenchBuckets.PRIMARY).prefix(prefix))
            .contents()) {
      byte[] whole =
          primary
              .getObjectAsBytes(r -> r.bucket(BenchBuckets.PRIMARY).key(object.key()))
              .asByteArray();
      standby.putObject(r -> r.bucket(bucket).key(object.key()), RequestBody.fromBytes(whole));
    }
  }
}
