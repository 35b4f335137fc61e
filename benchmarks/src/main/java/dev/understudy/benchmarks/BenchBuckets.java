package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * The buckets of the benchmark: it fills the primary's, and gives each contender an empty,
 * versioned bucket on the standby.
 */
final class BenchBuckets implements AutoCloseable {
  /** The primary's bucket. */
  static final String PRIMARY = "primary";

  /** Small objects that a contender copies before it is measured; P6 measures the start. */
  static final List<String> WARM =
      IntStream.range(0, 1000).mapToObj("warm/%06d"::formatted).toList();

  private final ServersProcess servers;
  private final Map<String, String> variables;
  private final S3Client primary;
  private final S3Client standby;
  private int standbyBuckets;

  private BenchBuckets(ServersProcess servers) {
    this.servers = servers;
    this.variables = servers.variables();
    variables.put("PRIMARY_BUCKET", PRIMARY);
    this.primary = BenchClients.primary(variables);
    this.standby = BenchClients.standby(variables);
    create(primary, PRIMARY);
    put("warm", WARM.size(), 4096);
  }

  /**
   * Starts the servers and writes the objects of {@link #WARM}; the caller closes the buckets.
   *
   * @param real whether primary and standby are a MinIO each, which counts no requests
   * @param delayMillis added to each response of an embedded server, except to listings
   */
  static BenchBuckets start(boolean real, int delayMillis) throws IOException {
    ServersProcess servers = ServersProcess.start(real, delayMillis);
    try {
      return new BenchBuckets(servers);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  S3Client primary() {
    return primary;
  }

  S3Client standby() {
    return standby;
  }

  /** The variables of a contender, with a new empty bucket on the standby. */
  Map<String, String> fresh() {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.put("STANDBY_BUCKET", "standby-" + ++standbyBuckets);
    create(standby, "standby-" + standbyBuckets);
    return environment;
  }

  private static void create(S3Client s3, String bucket) {
    s3.createBucket(r -> r.bucket(bucket));
    s3.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
  }

  /** Deletes a contender's bucket with all its objects. */
  void drop(Map<String, String> environment) {
    empty(environment);
    standby.deleteBucket(r -> r.bucket(BenchClients.variable(environment, "STANDBY_BUCKET")));
  }

  /** Deletes all versions and delete markers in a contender's bucket. */
  void empty(Map<String, String> environment) {
    String bucket = BenchClients.variable(environment, "STANDBY_BUCKET");
    while (true) {
      ListObjectVersionsResponse page = standby.listObjectVersions(r -> r.bucket(bucket));
      List<ObjectIdentifier> all =
          Stream.concat(
                  page.versions().stream().map(v -> id(v.key(), v.versionId())),
                  page.deleteMarkers().stream().map(m -> id(m.key(), m.versionId())))
              .toList();
      if (all.isEmpty()) {
        return;
      }
      standby.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(all)));
    }
  }

  private static ObjectIdentifier id(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }

  /** Writes an object on the primary with one request. */
  void put(String key, byte[] content) {
    primary.putObject(r -> r.bucket(PRIMARY).key(key), RequestBody.fromBytes(content));
  }

  /** Writes {@code count} objects of random bytes, and returns their keys. */
  List<String> put(String folderOfKeys, int count, int bytes) {
    List<String> keys = new ArrayList<>();
    byte[] content = random(bytes);
    for (int n = 0; n < count; n++) {
      keys.add("%s/%06d".formatted(folderOfKeys, n));
      content[n % bytes]++;
    }
    keys.parallelStream().forEach(key -> put(key, content));
    return keys;
  }

  /** Writes an object of random bytes with a multipart upload, unless it exists with this size. */
  void putMultipart(String key, int mebibytes, int partMebibytes) {
    boolean exists =
        primary.listObjectsV2(r -> r.bucket(PRIMARY).prefix(key)).contents().stream()
            .anyMatch(o -> o.key().equals(key) && o.size() == (long) mebibytes << 20);
    if (exists) {
      return;
    }
    String id = primary.createMultipartUpload(r -> r.bucket(PRIMARY).key(key)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    byte[] part = random(partMebibytes << 20);
    for (int left = mebibytes; left > 0; left -= partMebibytes) {
      int number = parts.size() + 1;
      String etag =
          primary
              .uploadPart(
                  r -> r.bucket(PRIMARY).key(key).uploadId(id).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    primary.completeMultipartUpload(
        r -> r.bucket(PRIMARY).key(key).uploadId(id).multipartUpload(u -> u.parts(parts)));
  }

  static byte[] random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }

  /**
   * Verifies that each key has a replica of the same size.
   *
   * @throws IOException naming the first key whose replica has another size
   */
  void requireEqual(Map<String, String> environment, List<String> keys) throws IOException {
    String bucket = BenchClients.variable(environment, "STANDBY_BUCKET");
    for (String key : keys) {
      long size = primary.headObject(r -> r.bucket(PRIMARY).key(key)).contentLength();
      if (standby.headObject(r -> r.bucket(bucket).key(key)).contentLength() != size) {
        throw new IOException("The replica of " + key + " has another size");
      }
    }
  }

  /** The requests since the last call; empty if the servers do not count. */
  Optional<RequestCounts> counts() throws IOException {
    return servers.counts();
  }

  /** Stops the servers and deletes what they stored. */
  @Override
  public void close() {
    primary.close();
    standby.close();
    servers.close();
  }
}
