package dev.understudy.lab.standby;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import dev.understudy.core.store.DialectCheck;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.real.RealServer;
import dev.understudy.emulators.tls.TestAuthority;
import dev.understudy.lab.client.Difference;
import dev.understudy.lab.client.ParallelClients;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.repository.ProjectFiles;
import dev.understudy.lab.soak.SoakRun;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import dev.understudy.testkit.junit.LeftOut;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * The whole system with each server as its standby ({@code make test-standbys}): its dialect,
 * writes during outages, and hostile keys. Every difference that is left has a name, and the
 * measured row equals that of docs/standbys.md.
 */
class StandbysIT {
  private static final Duration CHURN = Duration.ofSeconds(15);
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int CHECKS = 3;
  private static final int THREADS = 4;
  private static final Path PRINTED = ProjectFiles.ROOT.resolve("target/standbys.md");

  private static final List<StandbyTable.Row> measured = new ArrayList<>();

  @TempDir private static Path folder;

  private static TestAuthority authority;

  @BeforeAll
  static void createAuthority() {
    authority = new TestAuthority(folder);
  }

  @AfterAll
  static void printTable() throws IOException {
    List<String> lines = new ArrayList<>(List.of(StandbyTable.HEAD, "|---|---|---|---|---|"));
    measured.forEach(row -> lines.add(row.toString()));
    Files.createDirectories(PRINTED.getParent());
    Files.write(PRINTED, lines);
    lines.forEach(StandbysIT::print);
  }

  private static void print(String line) {
    System.out.println(line);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void endsEqualExceptForWhatHasAName(MeasuredServer kind) throws Exception {
    try (RealServer server = LeftOut.ifMissing(() -> kind.start(authority));
        Stack stack = Stack.start(config(server), StackTimings.brisk(), StandbysIT::print)) {
      Dialect dialect = dialect(server, stack.standby().bucket());
      assertChurnEndsEqual(stack, server, dialect);
      String held = assertHoldsHostileKeys(stack, dialect);
      compareWithCommitted(kind, dialect, held);
    }
  }

  private static List<MeasuredServer> servers() {
    return MeasuredServer.wanted();
  }

  private static StackConfig config(RealServer server) {
    Map<String, String> variables = new HashMap<>();
    variables.put("STANDBY_ENDPOINT", server.endpoint().toString());
    variables.put("STANDBY_ACCESS_KEY", RealMinio.accessKey());
    variables.put("STANDBY_SECRET_KEY", RealMinio.secretKey());
    if (isTls(server.endpoint())) {
      variables.put("STANDBY_CA_PEM", authority.caPem());
    }
    return StackConfig.of(new Environment(variables));
  }

  private static boolean isTls(URI endpoint) {
    return endpoint.getScheme().equals("https");
  }

  /** The same in each of three runs. */
  private static Dialect dialect(RealServer server, String bucket) {
    TlsMaterial tls =
        isTls(server.endpoint())
            ? new TlsMaterial(Optional.of(authority.caPem()), Optional.empty(), Optional.empty())
            : TlsMaterial.NONE;
    StandbySecret secret =
        new StandbySecret(server.endpoint(), RealMinio.accessKey(), RealMinio.secretKey(), tls);
    try (S3Standby standby = S3Standby.connect(secret, bucket, new CallCounter())) {
      Dialect first = new DialectCheck(standby, standby).run().orElseThrow();
      for (int check = 1; check < CHECKS; check++) {
        assertThat(new DialectCheck(standby, standby).run()).hasValue(first);
      }
      System.out.println(first.label() + ": " + first.missing());
      return first;
    }
  }

  private static void assertChurnEndsEqual(Stack stack, RealServer server, Dialect dialect)
      throws InterruptedException {
    long seed = Long.getLong("understudy.seed", System.nanoTime());
    System.out.println("StandbysIT: seed " + seed);
    SoakRun.Result result =
        new SoakRun(8, 200, CHURN, seed).run(stack, server, new Terminal(System.out, false));

    assertThat(result.settled()).as("seed %d", seed).isTrue();
    assertThat(result.differences())
        .as("seed %d", seed)
        .filteredOn(difference -> !isOfOnePart(difference, dialect))
        .isEmpty();
  }

  private static boolean isOfOnePart(Difference difference, Dialect dialect) {
    return difference.what().equals(HostileObjects.ETAG)
        && !dialect.supports(Feature.GIVEN_ETAGS)
        && new ETag(difference.onStandby()).isReplicaOf(new ETag(difference.onPrimary()));
  }

  /** Returns how many keys the standby holds, of how many. */
  private static String assertHoldsHostileKeys(Stack stack, Dialect dialect) throws Exception {
    List<String> keys = HostileKeys.all();
    try (HostileObjects primary = HostileObjects.on(stack.primary());
        HostileObjects standby = HostileObjects.on(stack.standby())) {
      // A store may hold both if it gets the shorter one first, which no client can rely on.
      Map<Boolean, List<String>> isBelow =
          keys.stream().collect(Collectors.partitioningBy(key -> key.endsWith(HostileKeys.BELOW)));
      ParallelClients.each(THREADS, isBelow.get(true), primary::write);
      assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).isTrue();
      ParallelClients.each(THREADS, isBelow.get(false), primary::write);
      primary.writeLargePut();
      primary.writeSmallUpload();
      primary.writeEmptyMetadata();
      assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).isTrue();
      reconcile(stack);
      assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).isTrue();
      assertFindsADeletion(stack, standby);

      JsonNode pass = reconcile(stack);
      System.out.println("last pass: " + pass);
      Map<String, String> refused = refused(stack, dialect, keys);
      Set<String> differing = new TreeSet<>();
      for (String key : keys) {
        if (!refused.containsKey(key) && !primary.read(key).equals(standby.read(key))) {
          differing.add(key + ": " + primary.read(key) + " and " + standby.read(key));
        }
      }
      Set<String> foreign = standby.keys();
      foreign.removeAll(primary.keys());
      System.out.println("refused: " + refused);
      assertThat(differing).as("differences without a name").isEmpty();
      assertThat(foreign).as("keys that the primary lacks").isEmpty();
      assertLayouts(primary, standby, dialect);
      assertThat(pass.path("stale").asInt()).as("%s", pass).isZero();
      return "%d of %d".formatted(keys.size() - refused.size(), HostileKeys.all().size());
    }
  }

  /** A proof while an object is missing would be false. */
  private static void assertFindsADeletion(Stack stack, HostileObjects standby) throws IOException {
    standby.delete(HostileObjects.SMALL_UPLOAD);

    JsonNode pass = reconcile(stack);

    assertThat(pass.path("missing").asInt()).as("%s", pass).isPositive();
    assertThat(pass.path("lastProof").path("pass")).isNotEqualTo(pass.path("pass"));
    assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).isTrue();
  }

  /** The reasons by key: by the rules of the dialect, and by an answer of the standby. */
  private static Map<String, String> refused(Stack stack, Dialect dialect, List<String> keys)
      throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (String key : keys) {
      dialect.refusal(new ObjectKey(key)).ifPresent(reason -> reasons.put(key, reason.label()));
    }
    JsonNode answer = invoke(stack, "{\"list\":\"refused\"}");
    assertThat(answer.path("labelsLeftOut").findValuesAsText("key"))
        .isEqualTo(
            dialect.supports(Feature.EMPTY_METADATA)
                ? List.of()
                : List.of(HostileObjects.EMPTY_METADATA));
    answer
        .path("refused")
        .forEach(note -> reasons.put(note.path("key").asText(), note.path("reason").asText()));
    return reasons;
  }

  private static void assertLayouts(
      HostileObjects primary, HostileObjects standby, Dialect dialect) {
    for (String key : List.of(HostileObjects.LARGE_PUT, HostileObjects.SMALL_UPLOAD)) {
      Map<String, String> original = primary.read(key).orElseThrow();
      Map<String, String> replica = standby.read(key).orElseThrow();
      if (!dialect.supports(Feature.GIVEN_ETAGS)) {
        assertThat(new ETag(replica.remove(HostileObjects.ETAG)))
            .matches(etag -> etag.isReplicaOf(new ETag(original.remove(HostileObjects.ETAG))));
      }
      assertThat(replica).isEqualTo(original);
    }
  }

  private static JsonNode reconcile(Stack stack) throws IOException {
    return invoke(stack, "{\"restart\":true,\"deep\":true}");
  }

  private static JsonNode invoke(Stack stack, String request) throws IOException {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(
              r -> r.functionName(Stack.RECONCILER).payload(SdkBytes.fromUtf8String(request)));
      assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
      return new JsonMapper().readTree(answer.payload().asUtf8String());
    }
  }

  private static void compareWithCommitted(MeasuredServer kind, Dialect dialect, String held) {
    String missing = dialect.missing().isEmpty() ? "nothing" : String.join("; ", dialect.missing());
    StandbyTable.Row row =
        new StandbyTable.Row(kind.shownName(), "not stated", dialect.label(), missing, held);
    Optional<StandbyTable.Row> committed =
        StandbyTable.read().stream()
            .filter(known -> known.server().equals(kind.shownName()))
            .findFirst();
    measured.add(row.withVersion(committed.map(StandbyTable.Row::version).orElse("not stated")));
    committed.ifPresent(known -> assertThat(measured).last().isEqualTo(known));
  }
}
