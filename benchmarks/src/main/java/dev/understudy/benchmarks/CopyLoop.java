package dev.understudy.benchmarks;

import dev.understudy.core.s3.NativeCrypto;
import dev.understudy.core.s3.wire.S3Wire;
import dev.understudy.core.s3.wire.WireRequest;
import dev.understudy.core.s3.wire.WireResponse;
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
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Copies in plain loops with the replicator's libraries and crypto provider, in its own JVM. Reads
 * keys, one per line; at an empty line it copies them and prints {@code done}.
 */
final class CopyLoop {
  /** Copies each key with one GET and one PUT of S3Client, without checks. */
  static final String RELAY = "relay";

  /** As {@link #RELAY}, with the replicator's S3 wire: the lower bound of a replicator on it. */
  static final String WIRE_RELAY = "wire-relay";

  /**
   * Lists the first key as a prefix and copies all its objects one after the other, each read into
   * memory.
   */
  static final String FULL_COPY = "full-copy";

  /** Default of {@code PARALLEL_KEYS}. */
  private static final int PARALLEL_KEYS = 10;

  private final Map<String, String> environment;

  private CopyLoop(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Argument: {@link #RELAY}, {@link #WIRE_RELAY} or {@link #FULL_COPY}. */
  public static void main(String[] arguments) throws Exception {
    // All contenders use the same provider; otherwise TLS would dominate the comparison.
    NativeCrypto.install();
    Loop loop = new CopyLoop(System.getenv()).loop(arguments[0]);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> keys = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty()) {
        keys.add(line);
        continue;
      }
      loop.copy(keys);
      keys.clear();
      System.out.println("done");
    }
    System.exit(0);
  }

  private interface Loop {
    void copy(List<String> keys) throws InterruptedException, ExecutionException;
  }

  private Loop loop(String mode) {
    if (mode.equals(WIRE_RELAY)) {
      S3Wire primary = BenchClients.primaryWire(environment);
      S3Wire standby = BenchClients.standbyWire(environment);
      return keys -> inParallel(keys, key -> relay(primary, standby, key));
    }
    S3Client primary = BenchClients.primary(environment);
    S3Client standby = BenchClients.standby(environment);
    String bucket = BenchClients.variable(environment, "STANDBY_BUCKET");
    return mode.equals(RELAY)
        ? keys -> inParallel(keys, key -> relay(primary, standby, bucket, key))
        : keys -> copyAll(primary, standby, bucket, keys.get(0));
  }

  private static void inParallel(List<String> keys, Consumer<String> copy)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL_KEYS);
    try {
      List<Future<?>> copies = new ArrayList<>();
      keys.forEach(key -> copies.add(threads.submit(() -> copy.accept(key))));
      for (Future<?> each : copies) {
        each.get();
      }
    } finally {
      // After a failure, these threads would keep the JVM alive.
      threads.shutdownNow();
    }
  }

  private static void relay(S3Client primary, S3Client standby, String bucket, String key) {
    try (ResponseInputStream<GetObjectResponse> body =
        primary.getObject(r -> r.bucket(BenchBuckets.PRIMARY).key(key))) {
      standby.putObject(
          r -> r.bucket(bucket).key(key),
          RequestBody.fromInputStream(body, body.response().contentLength()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void relay(S3Wire primary, S3Wire standby, String key) {
    try (WireResponse read = primary.open(WireRequest.get(key))) {
      long length = read.number("Content-Length").orElseThrow();
      standby.once(WireRequest.put(key).content(length, read::body), WireResponse::status);
    }
  }

  private static void copyAll(S3Client primary, S3Client standby, String bucket, String prefix) {
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
