package dev.understudy.healthprobe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.telemetry.Metric;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Whole runs, over real connections: what is seen of a world that is well, and of one fault each.
 */
class ProbeTest {
  private static final String REFUSES = "REFUSES";

  @TempDir private Path folder;

  private ProbeFixture world;

  @BeforeEach
  void start() {
    world = new ProbeFixture().serving();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void findsAWorldThatIsWellHealthyAndMeasuresEverything() {
    ProbeReport report = world.run();

    assertThat(report.verdict().orElseThrow().reasons()).isEmpty();
    assertThat(report.verdict()).contains(new Verdict.Healthy());
    assertThat(report.leftOut()).isEmpty();
    assertThat(value(report, Metric.PRIMARY_HEALTHY)).hasValue(1);
    assertThat(value(report, Metric.STANDBY_HEALTHY)).hasValue(1);
    assertThat(value(report, Metric.EDGE_HEALTHY)).hasValue(1);
    assertThat(value(report, Metric.SERVED_BY_STANDBY)).hasValue(0);
    assertThat(value(report, Metric.HEARTBEAT_LAG).orElseThrow()).isBetween(0.0, 5.0);
    assertThat(value(report, Metric.GUARANTEES_KEPT)).hasValue(1);
    assertThat(value(report, Metric.CLOCK_SKEW)).hasValue(0);
    assertThat(value(report, Metric.DISK_USED)).hasValue(50);
    assertThat(value(report, Metric.CHANGES_WAITING)).hasValue(6);
    assertThat(value(report, Metric.PARKED_WAITING)).hasValue(0);
    assertThat(value(report, Metric.NOTIFICATION_KEPT)).hasValue(1);
    assertThat(value(report, Metric.FOREIGN_WRITES)).hasValue(0);
    assertThat(value(report, Metric.VERDICT)).hasValue(0);
    Set<Metric> measured =
        report.measured().stream().map(Measurement::metric).collect(Collectors.toSet());
    assertThat(
            Metric.of(Metric.Source.HEALTH_PROBE).stream()
                .filter(m -> !measured.contains(m))
                .toList())
        .as("no endpoint here speaks TLS")
        .containsExactly(Metric.DAYS_TO_EXPIRY);
  }

  @Test
  void answersPeopleInWords() {
    world.without("PUBLIC_URL").edge.vanish();

    Map<String, Object> answer = world.run().toMap("13 sent");

    assertThat(answer)
        .containsEntry("verdict", "Healthy")
        .containsEntry("reasons", List.of())
        .containsEntry("leftOut", Map.of("edge", "PUBLIC_URL is not set"))
        .containsEntry("metrics", "13 sent");
    assertThat(answer.get("checks").toString())
        .contains("standby={StandbyHealthy=1, url=", "queues={ChangesWaiting=6")
        .doesNotContain("edge=");
  }

  @Test
  void looksAtOnePartAloneAndThenGivesNoVerdict() {
    world.primary.pause();

    ProbeReport report = world.run("standby", "queues");

    assertThat(report.verdict()).isEmpty();
    assertThat(report.seen()).containsOnlyKeys(CheckName.STANDBY, CheckName.QUEUES);
    assertThat(report.measured())
        .extracting(Measurement::metric)
        .containsExactly(
            Metric.STANDBY_HEALTHY,
            Metric.CHANGES_WAITING,
            Metric.REPAIRS_WAITING,
            Metric.PARKED_WAITING);
  }

  @ParameterizedTest
  @CsvSource({
    "primary, PRIMARY_HEALTHY, PRIMARY_HEALTH_URL",
    "standby, STANDBY_HEALTHY, STANDBY_HEALTH_URL",
    "edge, EDGE_HEALTHY, PUBLIC_URL"
  })
  void takesASiteThatDoesNotServeForAValue(String check, Metric healthy, String variable)
      throws IOException {
    for (String fault :
        List.of("503 ok-" + check, "403 no", "301 moved", "200 ok-elsewhere", "200 ", REFUSES)) {
      try (FakeSite site = new FakeSite()) {
        world.with(variable, failing(site, fault));

        ProbeReport report = world.run(check);

        assertThat(value(report, healthy)).as(fault).hasValue(0);
        assertThat(troubles(report)).as(fault).hasSize(1);
        assertThat(troubles(report).get(0))
            .contains(fault.equals(REFUSES) ? "Connection refused" : shown(fault));
      }
    }
  }

  private static String failing(FakeSite site, String fault) throws IOException {
    if (fault.equals(REFUSES)) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return "http://127.0.0.1:%d/.origin/health".formatted(free.getLocalPort());
      }
    }
    site.page("/.origin/health", Integer.parseInt(fault.substring(0, 3)), fault.substring(4));
    return site.url("/.origin/health");
  }

  private static String shown(String fault) {
    return fault.startsWith("200 ")
        ? "\"" + fault.substring(4) + "\""
        : "returns " + fault.substring(0, 3) + " instead of 200";
  }

  @Test
  void doesNotWaitLongerThanItsTimeForThoseWhoAreSilent() {
    world.with("CHECK_TIMEOUT_SECONDS", "2").edge.fallSilent();
    world.metrics.fallSilent();
    CountDownLatch never = new CountDownLatch(1);
    world.standbyFaults = (operation, bucket, key) -> Fault.stall(never);
    long began = System.nanoTime();

    ProbeReport report = world.run();

    assertThat((System.nanoTime() - began) / 1e9).as("seconds").isBetween(2.0, 5.0);
    assertThat(value(report, Metric.EDGE_HEALTHY)).hasValue(0);
    assertThat(value(report, Metric.PRIMARY_HEALTHY)).hasValue(1);
    assertThat(value(report, Metric.NOTIFICATION_KEPT)).hasValue(1);
    assertThat(List.of(Metric.DISK_USED, Metric.GUARANTEES_KEPT, Metric.HEARTBEAT_LAG))
        .allSatisfy(metric -> assertThat(value(report, metric)).isEmpty());
    assertThat(report.verdict().orElseThrow().label()).isEqualTo("Down");
    never.countDown();
  }

  @Test
  void saysThatTheStandbyIsGoneAndWhatThatLeavesUnseen() {
    world.standby.pause();

    ProbeReport report = world.run();

    assertThat(value(report, Metric.STANDBY_HEALTHY)).hasValue(0);
    assertThat(report.verdict().orElseThrow().label()).isEqualTo("Degraded");
    assertThat(report.verdict().orElseThrow().reasons())
        .startsWith("The standby does not serve its health object: no failover")
        .anyMatch(reason -> reason.startsWith("guarantees: "))
        .anyMatch(reason -> reason.startsWith("heartbeat: "));
    assertThat(value(report, Metric.GUARANTEES_KEPT)).isEmpty();
    assertThat(value(report, Metric.CHANGES_WAITING)).hasValue(6);
  }

  @Test
  void saysThatTheStandbyServesTheReaders() {
    world.edge.page("/.origin/health", 200, "ok-standby");

    ProbeReport report = world.run("edge");

    assertThat(value(report, Metric.EDGE_HEALTHY)).hasValue(1);
    assertThat(value(report, Metric.SERVED_BY_STANDBY)).hasValue(1);
  }

  @Test
  void asksS3InItsOwnNameAsTheBucketIsNotPublic() {
    world.toPrimary.deleteObject(r -> r.bucket("primary").key(".origin/health"));
    assertThat(troubles(world.run("primary")).get(0)).contains("returns 404");

    world.with("AWS_SECRET_ACCESS_KEY", "wrong");
    assertThat(troubles(world.run("primary")).get(0)).contains("returns 403");
  }

  /** Readers come without a key: a standby that only we can read is no cover. */
  @Test
  void asksTheStandbyAsAReaderDoes() {
    world.toStandby.deleteBucketPolicy(r -> r.bucket("standby"));

    assertThat(value(world.run("standby"), Metric.STANDBY_HEALTHY)).hasValue(0);
  }

  @Test
  void toleratesASecretThatCannotBeUsed() {
    world.with("STANDBY_ENDPOINT", "not an address").without("STANDBY_HEALTH_URL");

    ProbeReport report = world.run();

    assertThat(value(report, Metric.PRIMARY_HEALTHY)).hasValue(1);
    assertThat(value(report, Metric.EDGE_HEALTHY)).hasValue(1);
    assertThat(report.verdict().orElseThrow().reasons())
        .anyMatch(reason -> reason.startsWith("guarantees: The standby in the environment"));
  }

  @Test
  void tellsTheAgeOfTheNewestHeartbeatThatArrivedIfLaterEventsAreLost() {
    world.replicating = false;
    world.heartbeatShown(Instant.now().minusSeconds(400).truncatedTo(ChronoUnit.SECONDS));
    world.with("CHECK_TIMEOUT_SECONDS", "3");

    ProbeReport report = world.run();

    assertThat(value(report, Metric.HEARTBEAT_LAG).orElseThrow()).isBetween(399.0, 406.0);
    assertThat(report.verdict().orElseThrow().reasons())
        .containsExactly("The standby is more than 5 minutes behind");
  }

  @Test
  void tellsTheHeartbeatsAgeEvenIfNoneCanBeWritten() {
    world.heartbeatShown(Instant.now().minusSeconds(100).truncatedTo(ChronoUnit.SECONDS));
    world.primary.pause();

    ProbeReport report = world.run("heartbeat");

    assertThat(value(report, Metric.HEARTBEAT_LAG).orElseThrow()).isBetween(99.0, 110.0);
    assertThat(troubles(report).get(0)).startsWith("The heartbeat could not be written: ");
  }

  /** The primary's clock, which both read, has a resolution of a second. */
  @Test
  void takesTheHeartbeatOfTheProbeOfAnotherStandbyForItsOwn() {
    world.replacedBy = beat -> beat.minusMillis(900);

    ProbeReport report = world.run("heartbeat");

    assertThat(value(report, Metric.HEARTBEAT_LAG).orElseThrow()).isLessThan(4);
  }

  @Test
  void measuresNoLagWhereThereIsNoHeartbeat() {
    world.replicating = false;
    world.with("CHECK_TIMEOUT_SECONDS", "3");

    ProbeReport report = world.run("heartbeat");

    assertThat(value(report, Metric.HEARTBEAT_LAG)).isEmpty();
    assertThat(troubles(report)).containsExactly("The standby shows no heartbeat");
  }

  @Test
  void neverTakesTheContentOfOthersForAHeartbeat() {
    world.replicating = false;
    world.toStandby.putObject(
        r -> r.bucket("standby").key(ReservedKeys.HEARTBEAT.value()),
        RequestBody.fromString("now"));

    ProbeReport report = world.run("heartbeat");

    assertThat(value(report, Metric.HEARTBEAT_LAG)).isEmpty();
    assertThat(troubles(report).get(0)).contains("is not a heartbeat");
  }

  @Test
  void seesThatTheStandbyKeepsNoOrder() {
    world.toStandby.putBucketVersioning(
        r -> r.bucket("standby").versioningConfiguration(v -> v.status("Suspended")));

    assertThat(value(world.run("guarantees"), Metric.GUARANTEES_KEPT)).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "'s3:ObjectCreated:*,s3:ObjectRemoved:*', '', 1",
    "'s3:ObjectCreated:Put,s3:ObjectCreated:Post,s3:ObjectCreated:Copy,s3:ObjectCreated:CompleteMultipartUpload,s3:ObjectRemoved:*',"
        + " '', 1",
    "'s3:ObjectCreated:*', '', 0",
    "'s3:ObjectRemoved:*', '', 0",
    "'s3:ObjectCreated:Put,s3:ObjectRemoved:*', '', 0",
    "'s3:ObjectCreated:*,s3:ObjectRemoved:Delete', '', 0",
    "'s3:ObjectCreated:*,s3:ObjectRemoved:*', 'images/', 0"
  })
  void judgesWhatThePrimaryTellsOurQueueOf(String events, String prefix, double kept) {
    world.notifying(List.of(events.split(",")), prefix);

    assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).hasValue(kept);
  }

  /** With replicate_prefixes, Terraform writes an entry for each prefix and for the heartbeat. */
  @ParameterizedTest
  @CsvSource({
    "'site/,media/,.heartbeat/', 1",
    "'site/,media/', 0",
    "'site/,.heartbeat/', 0",
    "'site/a/,media/,.heartbeat/', 0",
    "'s,m,.', 1"
  })
  void entriesOfAScopeCountTogether(String filters, double kept) {
    world.with("REPLICATE_PREFIXES", "site/,media/");
    world.notifying(
        "arn:aws:sqs:us-east-1:000000000000:changes",
        List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*"),
        filters.split(","));

    assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).hasValue(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:sqs:us-east-1:000000000000:other",
        "arn:aws:sqs:us-east-1:111111111111:changes",
        "arn:aws:sqs:us-east-1:000000000000:more-changes"
      })
  void takesNoOtherQueueForOurs(String arn) {
    world.notifying(arn, List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*"), "");

    assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).hasValue(0);
  }

  /** With several standbys, a topic stands between the primary and the changes queue. */
  @ParameterizedTest
  @CsvSource({"standby-changes, 1", "of-others, 0"})
  void takesTheTopicOfTheStandbysForOurQueue(String topic, double kept) {
    String configuration =
        """
        <NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
        <TopicConfiguration><Topic>arn:aws:sns:us-east-1:000000000000:%s</Topic>\
        <Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event></TopicConfiguration>\
        </NotificationConfiguration>\
        """
            .formatted(topic);
    try (FakeSite s3 = new FakeSite().page("/primary", 200, configuration)) {
      world.with("PRIMARY_ENDPOINT", s3.uri().toString());
      world.with("CHANGES_TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:standby-changes");

      assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).hasValue(kept);
    }
  }

  @Test
  void takesTheQueueForOursBesideATopicThatIsNotInUse() {
    world.with("CHANGES_TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:standby-changes");

    assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).hasValue(1);
  }

  /** What its rule does with them is seen by the heartbeat. */
  @Test
  void takesEventBridgeForEverything() {
    String configuration =
        """
        <NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
        <EventBridgeConfiguration/></NotificationConfiguration>\
        """;
    try (FakeSite s3 = new FakeSite().page("/primary", 200, configuration)) {
      world.with("PRIMARY_ENDPOINT", s3.uri().toString());
      assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).hasValue(1);

      s3.page("/primary", 200, configuration.replace("<EventBridgeConfiguration/>", ""));
      assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).hasValue(0);

      s3.page("/primary", 403, "");
      assertThat(value(world.run("notification"), Metric.NOTIFICATION_KEPT)).isEmpty();
    }
  }

  @Test
  void seesThatParkedMessagesWaitAndWhichQueueIsMissing() {
    world.queues.queue("dead", 1, 1, 0);
    world.with("REPAIRS_QUEUE_URL", world.queues.url("gone"));

    ProbeReport report = world.run("queues");

    assertThat(value(report, Metric.PARKED_WAITING)).hasValue(2);
    assertThat(value(report, Metric.REPAIRS_WAITING)).isEmpty();
    assertThat(troubles(report).get(0)).contains("/gone cannot be read: GetQueueAttributes");
  }

  @ParameterizedTest
  @CsvSource({
    "200, 'minio_cluster_capacity_usable_total_bytes 5', 'does not report"
        + " minio_cluster_capacity_usable_free_bytes'",
    "200, '<html>', 'does not report minio_cluster_capacity_usable_total_bytes'",
    "404, '', 'returns 404 instead of 200'",
    "500, '', 'returns 500 instead of 200'"
  })
  void saysWhyTheDiskCannotBeSeen(int status, String body, String why) {
    world.metrics.page(ProbeFixture.METRICS, status, body);

    ProbeReport report = world.run("disk");

    assertThat(value(report, Metric.DISK_USED)).isEmpty();
    assertThat(troubles(report).get(0)).endsWith(why);
  }

  @Test
  void knowsAForeignWriteByItsTime() {
    Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    world.replica(new ObjectKey("ours"), new byte[1], second);
    world.replica(new ObjectKey("ours, moved above another"), new byte[1], second.plusMillis(6));
    world.replica(new ObjectKey("theirs"), new byte[1], second.plusMillis(437));
    world.replica(
        new ObjectKey("theirs, long ago"), new byte[1], second.plusMillis(437).minusSeconds(7200));
    world.replica(new ObjectKey(".origin/mine"), new byte[1], second.plusMillis(437));

    ProbeReport report = world.run("foreignWrites");

    assertThat(value(report, Metric.FOREIGN_WRITES)).hasValue(1);
    assertThat(report.seen().get(CheckName.FOREIGN_WRITES).details())
        .containsEntry("keys", List.of("theirs"))
        .containsEntry("whole", true);
  }

  @Test
  void doesNotCountWhatThePrimaryHasAsWell() {
    Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    world.toPrimary.putObject(r -> r.bucket("primary").key("a"), RequestBody.fromString("x"));
    put("a", "x", second.plusMillis(437));

    assertThat(value(world.run("foreignWrites"), Metric.FOREIGN_WRITES)).hasValue(0);

    put("a", "y", second.plusMillis(438));

    assertThat(value(world.run("foreignWrites"), Metric.FOREIGN_WRITES)).hasValue(1);
  }

  private void put(String key, String content, Instant time) {
    world.toStandby.putObject(
        r ->
            r.bucket("standby")
                .key(key)
                .overrideConfiguration(o -> o.putHeader("X-Minio-Source-Mtime", time.toString())),
        RequestBody.fromString(content));
  }

  @Test
  void findsAWriterInABucketOfManyPagesSoonerOrLater() {
    Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    for (int i = 0; i < 1200; i++) {
      put("site/%s/%04d".formatted(i % 2 == 0 ? "a" : "b", i), "x", second);
    }
    world.replica(new ObjectKey("site/b/1101"), new byte[1], second.plusMillis(500));
    ProbeRequest only = ProbeRequest.of(Map.of("only", List.of("foreignWrites")));

    boolean found = false;
    int runs = 0;
    for (long seed = 1; seed <= 30 && !found; seed++, runs++) {
      ProbeReport report = world.run(only, seed);
      assertThat(report.seen().get(CheckName.FOREIGN_WRITES).details())
          .containsEntry("whole", false);
      found = value(report, Metric.FOREIGN_WRITES).orElseThrow() == 1;
    }

    assertThat(found).as("seeds 1 to %d", runs).isTrue();
  }

  @Test
  void readsTheStandbyThroughTlsWithItsClientCertificate() {
    TestAuthority authority = new TestAuthority(folder);
    TestAuthority.Identity client = authority.client("probe");
    try (ProbeFixture secure = secure(authority, authority.server("127.0.0.1"), true)) {
      secure.with("STANDBY_CLIENT_CERT_PEM", client.certificatePem());
      secure.with("STANDBY_CLIENT_KEY_PEM", client.keyPem());

      ProbeReport report = secure.run("clock", "certificates", "standby");

      assertThat(troubles(report).toString()).contains("returns 403 instead of 200");
      assertThat(value(report, Metric.CLOCK_SKEW)).hasValue(0);
      assertThat(days(report)).isEqualTo(Map.of("standby", 29.0, "functions-client", 29.0));
    }
  }

  @Test
  void seesACertificateThatHasEndedAndTrustsItNot() {
    TestAuthority authority = new TestAuthority(folder);
    try (ProbeFixture secure = secure(authority, authority.expiredServer("127.0.0.1"), false)) {
      ProbeReport report = secure.run("standby", "certificates", "guarantees");

      assertThat(value(report, Metric.STANDBY_HEALTHY)).hasValue(0);
      assertThat(value(report, Metric.GUARANTEES_KEPT)).isEmpty();
      assertThat(days(report).get("standby")).isBetween(-6.0, -5.0);
    }
  }

  @Test
  void readsTheCertificateOfADoorThatWantsOneItself() {
    TestAuthority authority = new TestAuthority(folder);
    try (ProbeFixture secure = secure(authority, authority.server("127.0.0.1"), true)) {
      ProbeReport report = secure.run("standby", "certificates");

      assertThat(value(report, Metric.STANDBY_HEALTHY)).hasValue(0);
      assertThat(days(report)).isEqualTo(Map.of("standby", 29.0));
    }
  }

  /** A secret that nobody published again after the droplet renewed its certificates. */
  @Test
  void seesAClientCertificateThatHasExpired() {
    TestAuthority authority = new TestAuthority(folder);
    TestAuthority.Identity expired = authority.expiredServer("127.0.0.1");
    try (ProbeFixture secure = secure(authority, authority.server("127.0.0.1"), false)) {
      secure.with("STANDBY_CLIENT_CERT_PEM", expired.certificatePem());
      secure.with("STANDBY_CLIENT_KEY_PEM", expired.keyPem());

      assertThat(days(secure.run("certificates")).get("functions-client")).isBetween(-6.0, -5.0);

      secure.with("STANDBY_CLIENT_CERT_PEM", "no certificate");
      assertThat(troubles(secure.run("certificates")))
          .containsExactly("The client certificate in the standby's secret is invalid");
    }
  }

  /** Only the edge has this certificate. Cloudflare presents it, and nginx reports it. */
  @ParameterizedTest
  @CsvSource({"1095, 1095.0", "0, 0.0", "soon, ", "'', ", "-1, "})
  void readsFromTheHealthObjectWhenTheClientCertificateOfTheEdgeExpires(
      String header, @Nullable Double days) throws IOException {
    try (FakeSite edge = new FakeSite()) {
      edge.page("/.origin/health", 200, "ok-standby");
      edge.header("X-Understudy-Client-Certificate-Days", header);
      world.with("STANDBY_HEALTH_URL", edge.url("/.origin/health"));

      ProbeReport report = world.run("standby");

      assertThat(value(report, Metric.STANDBY_HEALTHY)).hasValue(1);
      assertThat(days(report))
          .isEqualTo(days == null ? Map.of() : Map.of("edge-client", days.doubleValue()));
    }
  }

  /** The droplet's firewall admits only the edge to the listener that has the certificate. */
  @Test
  void readsTheCertificateOfTheEdgeListenerAtTheFunctionsListener() {
    TestAuthority authority = new TestAuthority(folder);
    TestAuthority.Identity own = authority.server("127.0.0.1");
    TestAuthority.Identity edgeListener = authority.server("edge-listener.internal");
    try (ProbeFixture secure = secure(authority, own.serverContext(edgeListener), true)) {
      assertThat(days(secure.run("certificates"))).isEqualTo(Map.of("standby", 29.0));

      secure.with("STANDBY_HEALTH_URL", world.edge.url("/.origin/health"));
      assertThat(days(secure.run("certificates")))
          .isEqualTo(Map.of("standby", 29.0, "edge-listener", 29.0));
    }
  }

  @Test
  void takesTheOnlyCertificateOfAServerForNoOther() {
    TestAuthority authority = new TestAuthority(folder);
    try (ProbeFixture secure =
        secure(authority, authority.server("127.0.0.1").serverContext(), true)) {
      secure.with("STANDBY_HEALTH_URL", world.edge.url("/.origin/health"));

      ProbeReport report = secure.run("certificates");

      assertThat(days(report)).isEqualTo(Map.of("standby", 29.0));
      assertThat(report.seen().get(CheckName.CERTIFICATES).details())
          .containsEntry("edge-listener", "not measured: the standby does not present it");
    }
  }

  /** Its Date header would be the edge's. */
  @Test
  void readsTheStandbysClockPastTheEdge() throws IOException {
    try (FakeSite edge = new FakeSite()) {
      edge.page("/.origin/health", 200, "ok-standby");
      world.with("STANDBY_HEALTH_URL", edge.url("/.origin/health"));
      world.standby.pause();

      ProbeReport report = world.run("standby", "clock");

      assertThat(value(report, Metric.STANDBY_HEALTHY)).hasValue(1);
      assertThat(value(report, Metric.CLOCK_SKEW)).isEmpty();
    }
  }

  private ProbeFixture secure(
      TestAuthority authority, TestAuthority.Identity server, boolean mutual) {
    return secure(authority, server.serverContext(), mutual);
  }

  private ProbeFixture secure(TestAuthority authority, SSLContext server, boolean mutual) {
    ProbeFixture secure = new ProbeFixture(S3Endpoint.builder().tls(server, mutual));
    secure.with("STANDBY_CA_PEM", authority.caPem());
    return secure;
  }

  private static Map<String, Double> days(ProbeReport report) {
    return report.measured().stream()
        .filter(m -> m.metric() == Metric.DAYS_TO_EXPIRY)
        .collect(Collectors.toMap(m -> m.endpoint().orElseThrow(), Measurement::value));
  }

  private static OptionalDouble value(ProbeReport report, Metric metric) {
    return report.measured().stream()
        .filter(m -> m.metric() == metric)
        .mapToDouble(Measurement::value)
        .findFirst();
  }

  private static List<String> troubles(ProbeReport report) {
    return report.seen().values().stream().flatMap(o -> o.troubles().stream()).toList();
  }
}
