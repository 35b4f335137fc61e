package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Primary and standby as the benchmark sees them: it fills the one, and gives each contender an
 * empty, versioned bucket of the other. Over the usual length, as everything that the parts do to
 * the stores is here.
 */
final class BenchBuckets implements AutoCloseable {
  /** The primary's bucket. */
  static final String PRIMARY = "primary";

  /** Small objects that JVMs copy before they are measured: what a start costs is P6. */
  static final List<String> WARM =
      IntStream.range(0, 1000).mapToObj("warm/%06d"::formatted).toList();

  private final Path folder;
  private final Process servers;
  private final BufferedReader answers;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final S3Client primary;
  private final S3Client standby;
  private int buckets;

  private BenchBuckets(Path folder, Process servers) throws IOException {
    this.folder = folder;
    this.servers = servers;
    this.answers = new BufferedReader(new InputStreamReader(servers.getInputStream(), UTF_8));
    for (String line = answers.readLine(); ; line = answers.readLine()) {
      if (line == null) {
        throw new IOException("The servers did not start; what they said is above");
      }
      if (line.isEmpty()) {
        break;
      }
      int equals = line.indexOf('=');
      variables.put(line.substring(0, equals), line.substring(equals + 1).replace('\t', '\n'));
    }
    variables.put("PRIMARY_BUCKET", PRIMARY);
    this.primary = primaryClient(variables);
    this.standby = standbyClient(variables);
    create(primary, PRIMARY);
    put("warm", WARM.size(), 4096);
  }

  /**
   * Starts the servers.
   *
   * @param real whether each side is a MinIO; nothing is counted then
   * @param lateMillis by which each answer of an embedded side but a listing is late
   */
  static BenchBuckets start(boolean real, int lateMillis) throws IOException {
    Path folder = Files.createTempDirectory("bench-");
    Process servers =
        LambdaProcess.java(
                List.of("-Xmx2g"),
                Servers.class,
                folder.toString(),
                real ? "real" : "embedded",
                Integer.toString(lateMillis))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new BenchBuckets(folder, servers);
    } catch (IOException | RuntimeException e) {
      servers.destroy();
      throw e;
    }
  }

  S3Client primary() {
    return primary;
  }

  S3Client standby() {
    return standby;
  }

  /** What a contender needs to know, with an empty bucket of the standby for it alone. */
  Map<String, String> fresh() {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.put("STANDBY_BUCKET", "standby-" + ++buckets);
    create(standby, "standby-" + buckets);
    return environment;
  }

  private static void create(S3Client s3, String bucket) {
    s3.createBucket(r -> r.bucket(bucket));
    s3.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
  }

  /** Gives back the room of a contender that is done. */
  void drop(Map<String, String> environment) {
    empty(environment);
    standby.deleteBucket(r -> r.bucket(variable(environment, "STANDBY_BUCKET")));
  }

  /** Removes every version of all that a contender wrote, always from the first page on. */
  void empty(Map<String, String> environment) {
    String bucket = variable(environment, "STANDBY_BUCKET");
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

  /** Writes so many objects of random bytes, and returns their keys. */
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

  /** Writes an object of random bytes in parts, if no part of the benchmark has before. */
  void putInParts(String key, int mebibytes, int partMebibytes) {
    boolean isThere =
        primary.listObjectsV2(r -> r.bucket(PRIMARY).prefix(key)).contents().stream()
            .anyMatch(o -> o.key().equals(key) && o.size() == (long) mebibytes << 20);
    if (isThere) {
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
   * Requires a replica of each, as long as its original: what copied nothing must not look fast.
   *
   * @throws IOException that names the first key whose replica is not
   */
  void requireEqual(Map<String, String> environment, List<String> keys) throws IOException {
    String bucket = variable(environment, "STANDBY_BUCKET");
    for (String key : keys) {
      long size = primary.headObject(r -> r.bucket(PRIMARY).key(key)).contentLength();
      if (standby.headObject(r -> r.bucket(bucket).key(key)).contentLength() != size) {
        throw new IOException("The replica of " + key + " is not whole");
      }
    }
  }

  /** What the servers were asked for since the last time; empty if they do not count. */
  Optional<RequestCounts> counts() throws IOException {
    servers.getOutputStream().write("\n".getBytes(UTF_8));
    servers.getOutputStream().flush();
    Map<String, Map<String, Long>> taken =
        new JsonMapper().readValue(answers.readLine(), new TypeReference<>() {});
    return taken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RequestCounts(
                taken.getOrDefault("primary", Map.of()), taken.getOrDefault("standby", Map.of())));
  }

  static S3Client primaryClient(Map<String, String> environment) {
    return client(environment, "PRIMARY_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  }

  static S3Client standbyClient(Map<String, String> environment) {
    return client(environment, "STANDBY_ENDPOINT", "STANDBY_ACCESS_KEY", "STANDBY_SECRET_KEY");
  }

  private static S3Client client(
      Map<String, String> environment, String endpoint, String accessKey, String secretKey) {
    TrustManager[] trusted = trusted(Path.of(variable(environment, Servers.TRUST_STORE)));
    return S3Client.builder()
        .endpointOverride(URI.create(variable(environment, endpoint)))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    variable(environment, accessKey), variable(environment, secretKey))))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(Apache5HttpClient.builder().tlsTrustManagersProvider(() -> trusted))
        .build();
  }

  private static TrustManager[] trusted(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, Servers.PASSWORD);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  /** Ends the servers; what they stored goes with them. */
  @Override
  public void close() {
    primary.close();
    standby.close();
    try {
      servers.getOutputStream().close();
      servers.onExit().join();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
