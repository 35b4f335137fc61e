package dev.understudy.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.testkit.contract.ContractClient.Entry;
import dev.understudy.testkit.contract.ContractClient.Listing;
import dev.understudy.testkit.contract.ContractClient.Part;
import dev.understudy.testkit.junit.LeftOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends the same random requests to a real MinIO and to the endpoint in the behaviour of MinIO, and
 * compares each response and the visible state after it. A failure names its seed and the steps.
 * The seeds are fixed, so that a failure is repeatable.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAsMinioIT {
  private static final int STEPS = 25;
  private static final Instant BASE = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> KEYS = List.of("a", "a/b", "a-", "d/", "x/", "x__XLDIR__");
  private static final List<String> BODIES = List.of("", "1", "22");
  private static final String MARKER = "X-Minio-Source-Replication-Request";

  private RealMinio minio;
  private S3Endpoint endpoint;
  private ContractClient ours;
  private ContractClient real;

  RealMinio startMinio() {
    return LeftOut.ifMissing(RealMinio::start);
  }

  Quirks quirks() {
    return Quirks.MINIO;
  }

  @BeforeAll
  void start() {
    minio = startMinio();
    endpoint = S3Endpoint.builder().quirks(quirks()).credentials("key", "secret12").start();
    ours = new AwsContractClient(endpoint.uri(), "key", "secret12");
    real = new AwsContractClient(minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey());
  }

  @AfterAll
  void stop() {
    if (minio == null) {
      return;
    }
    ours.close();
    real.close();
    endpoint.close();
    minio.close();
  }

  @TestFactory
  Stream<DynamicTest> behavesTheSame() {
    return LongStream.range(0, Long.getLong("seeds", 40))
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compare(seed)));
  }

  private void compare(long seed) {
    Random random = new Random(seed);
    String bucket = "fuzz-" + UUID.randomUUID();
    boolean versioned = seed % 3 != 0;
    boolean stamped = seed % 2 == 0;
    Stream.of(ours, real).forEach(client -> client.createBucket(bucket, versioned));
    StringBuilder story = new StringBuilder("versioned=" + versioned);
    for (int step = 0; step < STEPS; step++) {
      Step next = Step.next(random, stamped);
      story.append('\n').append(next);
      String expected = next.on(real, bucket) + state(real, bucket);
      String actual = next.on(ours, bucket) + state(ours, bucket);
      assertThat(actual.lines().toList())
          .as("seed %s: %s", seed, story)
          .isEqualTo(expected.lines().toList());
    }
  }

  /** Everything that a reader can see. */
  private static String state(ContractClient client, String bucket) {
    StringBuilder state = new StringBuilder();
    client
        .list(bucket, Listing.under(""))
        .entries()
        .forEach(e -> state.append("\nlisted ").append(shown(e)));
    versions(client, bucket).forEach(e -> state.append("\nversion ").append(shown(e)));
    for (String key : KEYS) {
      state.append("\nget ").append(key).append(' ');
      state.append(said(() -> client.get(bucket, key, Map.of(), Map.of())));
    }
    return state.toString();
  }

  private static List<Entry> versions(ContractClient client, String bucket) {
    List<Entry> all = new ArrayList<>(client.versions(bucket, ""));
    all.sort(
        Comparator.comparing(Entry::key)
            .thenComparing(e -> !e.latest())
            .thenComparing(Entry::modified, Comparator.reverseOrder()));
    return all;
  }

  private static String shown(Entry entry) {
    boolean given = entry.modified().isBefore(BASE.plusSeconds(3600));
    return "%s %s %s %s %s"
        .formatted(
            entry.key(),
            entry.marker() ? "marker" : entry.etag(),
            entry.size(),
            entry.latest(),
            given ? entry.modified() : "now");
  }

  private static String said(Supplier<StoreAnswer> call) {
    try {
      StoreAnswer answer = call.get();
      return answer.status()
          + " "
          + answer.etag()
          + " "
          + new String(answer.body(), UTF_8)
          + answer.header("x-amz-delete-marker").orElse("");
    } catch (StoreErrorException e) {
      return e.getMessage();
    }
  }

  /** Something to do to both. */
  private record Step(
      String what,
      String key,
      String other,
      String body,
      int version,
      Map<String, String> headers) {
    private static final List<String> WHAT =
        List.of(
            "put",
            "put",
            "put",
            "delete",
            "delete",
            "remove",
            "upload",
            "tag",
            "copy",
            "replace",
            "deleteAll",
            "read",
            "page");

    static Step next(Random random, boolean stamped) {
      Map<String, String> headers = new TreeMap<>();
      if (stamped ? random.nextInt(10) > 0 : random.nextInt(10) == 0) {
        Instant time = BASE.plusSeconds(random.nextInt(6)).plusMillis(random.nextInt(2));
        headers.put("X-Minio-Source-Mtime", time.toString());
      }
      switch (random.nextInt(6)) {
        case 0 -> headers.put("If-None-Match", "*");
        case 1 ->
            headers.put(
                "If-Match", '"' + ExpectedDigests.etag(pick(BODIES, random).getBytes(UTF_8)) + '"');
        default -> {}
      }
      if (random.nextInt(8) == 0) {
        headers.put("X-Minio-Source-Etag", "given-" + random.nextInt(3));
      }
      if (random.nextInt(4) > 0) {
        headers.put(MARKER, "true");
      }
      String what = pick(WHAT, random);
      return new Step(
          what,
          pick(KEYS, random),
          pick(KEYS, random),
          pick(BODIES, random),
          random.nextInt(4),
          headers);
    }

    private static String pick(List<String> from, Random random) {
      return from.get(random.nextInt(from.size()));
    }

    String on(ContractClient client, String bucket) {
      return said(
          () ->
              switch (what) {
                case "put" -> client.put(bucket, key, body.getBytes(UTF_8), headers);
                case "delete" -> client.delete(bucket, key, headers, Map.of());
                case "remove" -> remove(client, bucket);
                case "tag" -> tag(client, bucket);
                case "copy" -> client.copy(bucket, key, other, stamp());
                case "replace" -> client.copy(bucket, key, key, replacing());
                case "deleteAll" -> deleteAll(client, bucket);
                case "read" -> read(client, bucket);
                case "page" -> page(client, bucket);
                default -> upload(client, bucket);
              });
    }

    private StoreAnswer remove(ContractClient client, String bucket) {
      List<Entry> versions = versions(client, bucket);
      if (versions.isEmpty()) {
        return new StoreAnswer(0, Map.of(), new byte[0]);
      }
      Entry entry = versions.get(version % versions.size());
      return client.delete(bucket, entry.key(), Map.of(), Map.of("versionId", entry.versionId()));
    }

    private Map<String, String> stamp() {
      Map<String, String> stamp = new TreeMap<>(headers);
      stamp.keySet().retainAll(Set.of("X-Minio-Source-Mtime", MARKER));
      return stamp;
    }

    private Map<String, String> replacing() {
      Map<String, String> all = stamp();
      all.put("x-amz-metadata-directive", "REPLACE");
      all.put("x-amz-meta-version", String.valueOf(version));
      return all;
    }

    /** Several names of one key are left out: MinIO answers them with empty elements. */
    private StoreAnswer deleteAll(ContractClient client, String bucket) {
      List<String> gone =
          client.deleteAll(
              bucket, List.of("a", "a/b", "a-").subList(0, 1 + version % 3), version == 0);
      return shown(gone.stream().sorted().toList().toString());
    }

    private StoreAnswer read(ContractClient client, String bucket) {
      Map<String, String> reading = new TreeMap<>(headers);
      reading.keySet().removeIf(name -> !name.startsWith("If-"));
      if (reading.isEmpty()) {
        reading.put("Range", "bytes=1-");
      }
      StoreAnswer answer = client.get(bucket, key, reading, Map.of());
      return shown(
          answer.status()
              + new String(answer.body(), UTF_8)
              + answer.header("x-amz-meta-version")
              + answer.header("x-amz-tagging-count")
              + answer.header("content-type"));
    }

    /**
     * No delimiter where markers are: MinIO lists common prefixes of deleted keys. Empty pages are
     * passed over: MinIO may end with one.
     */
    private StoreAnswer page(ContractClient client, String bucket) {
      Listing listing = Listing.under(version == 1 ? key : "").pagesOf(1 + version);
      boolean marked = versions(client, bucket).stream().anyMatch(Entry::marker);
      listing = body.isEmpty() || marked ? listing : listing.by("/");
      listing = version == 2 ? listing.after(other) : listing;
      StringBuilder all = new StringBuilder();
      ContractClient.Page page = client.list(bucket, listing);
      while (true) {
        if (page.keyCount() > 0) {
          all.append(page.keys()).append(page.commonPrefixes()).append(page.keyCount());
        }
        if (page.next().isEmpty()) {
          return shown(all.toString());
        }
        page = client.list(bucket, listing.continued(page.next().get()));
      }
    }

    private static StoreAnswer shown(String text) {
      return new StoreAnswer(200, Map.of("etag", text), new byte[0]);
    }

    private StoreAnswer tag(ContractClient client, String bucket) {
      client.tag(bucket, key, Map.of("k", body));
      return new StoreAnswer(200, Map.of("etag", client.tags(bucket, key).toString()), new byte[0]);
    }

    private StoreAnswer upload(ContractClient client, String bucket) {
      Map<String, String> begin = new TreeMap<>(headers);
      begin.keySet().retainAll(Set.of("X-Minio-Source-Etag", MARKER));
      Map<String, String> end = new TreeMap<>(headers);
      end.remove("X-Minio-Source-Etag");
      String id = client.beginUpload(bucket, key, begin);
      Part part = client.uploadPart(bucket, key, id, 1, body.getBytes(UTF_8));
      return client.complete(bucket, key, id, List.of(part), end);
    }
  }
}
