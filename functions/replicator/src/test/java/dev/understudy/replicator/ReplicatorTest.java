package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplicatorTest {
  private static final ObjectKey A = new ObjectKey("a.txt");
  private static final ObjectKey B = new ObjectKey("b.txt");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();
  private final AtomicLong remaining = new AtomicLong(300_000);
  private final List<StandbySecret> secrets = new ArrayList<>(List.of(secret("first")));
  private final AtomicInteger secretReads = new AtomicInteger();
  private final AtomicLong nanoTime = new AtomicLong();
  private final List<String> connected = new ArrayList<>();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Replicator replicator = replicator();

  @Test
  void convergesEachKeyOnceHoweverManyHintsNameIt() {
    write(A);
    List<String> looked = new ArrayList<>();
    primary.before((operation, key) -> looked.add(operation + " " + key));

    List<String> failed =
        replicate(message("1", hint(A)), message("2", hint(A)), message("3", hint(A)));

    assertThat(failed).isEmpty();
    assertThat(looked).containsExactly("open a.txt", "head a.txt");
    assertThat(standby.content(A)).isPresent();
  }

  @Test
  void failsOnlyTheMessagesOfTheKeyThatFailed() {
    write(A);
    write(B);
    unavailable("put", B);

    List<String> failed = replicate(message("1", hint(A)), message("2", hint(B)));

    assertThat(failed).containsExactly("2");
    assertThat(queue.delays).containsOnlyKeys("2");
    assertThat(queue.delays.get("2")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void leavesTheVisibilityOfAMessageInDoubtAlone() {
    write(A);
    failing("put", A, new StoreException.InDoubt("no answer", null));

    List<String> failed = replicate(message("1", hint(A)));

    assertThat(failed).containsExactly("1");
    assertThat(queue.delays).isEmpty();
  }

  @Test
  void takesTheUnforeseenForInDoubt() {
    write(A);
    standby.before(
        (operation, key) -> {
          throw new IllegalStateException("a bug");
        });

    assertThat(replicate(message("1", hint(A)))).containsExactly("1");
    assertThat(queue.delays).isEmpty();
  }

  @Test
  void parksWhatCannotBeReadAndGoesOnWithTheRest() {
    write(A);

    List<String> failed =
        replicate(
            message("1", "not json"),
            message("2", "{\"bucket\":\"other\",\"key\":\"k\"}"),
            message("3", hint(A)));

    assertThat(failed).isEmpty();
    assertThat(queue.parked).containsOnlyKeys("1", "2");
    assertThat(queue.parked.get("1")).contains("not a JSON object");
    assertThat(queue.parked.get("2")).contains("other");
    assertThat(standby.content(A)).isPresent();
  }

  @Test
  void convergesTheGoodRecordsOfAMessageBeforeItIsParked() {
    write(A);
    String body =
        """
        {"Records":[
          {"eventVersion":"2.1","s3":{"bucket":{"name":"primary"},"object":{"key":"a.txt"}}},
          {"eventVersion":"2.1","s3":{"bucket":{"name":"primary"},"object":{"key":"%zz"}}}]}
        """;

    assertThat(replicate(message("1", body))).isEmpty();

    assertThat(standby.content(A)).isPresent();
    assertThat(queue.parked.get("1")).contains("%");
  }

  @Test
  void keepsAMessageThatCannotBeParked() {
    queue.reachable = false;

    assertThat(replicate(message("1", "not json"))).containsExactly("1");
  }

  @Test
  void acknowledgesTheTestEventOfANewNotification() {
    String body = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"primary\"}";

    assertThat(replicate(message("1", body))).isEmpty();
    assertThat(queue.parked).isEmpty();
  }

  @Test
  void acknowledgesARefusedObject() {
    write(A);
    failing("put", A, new StoreException.Refused(Refusal.TAGS_NOT_ACCEPTED, "400", null));

    assertThat(replicate(message("1", hint(A)))).isEmpty();
    assertThat(queue.parked).isEmpty();
  }

  /** Lambda would stop this chain after some 16 invocations if the template did not allow it. */
  @Test
  void stopsAChainOfFreshHintsAndParksItsMessageWithTheReason() {
    changeAtEachWrite(A);
    int chain = 0;
    String body = hint(A);
    while (replicate(message("1", body)).isEmpty()) {
      body = queue.sent.get(chain).toJson("primary");
      chain++;
    }

    assertThat(chain).isEqualTo(Hint.MAX_RENEWALS);
    assertThat(queue.parked).isEmpty();
    QueueMessage last = new QueueMessage("changes", "last", "handle", body, 11);
    assertThat(replicate(last)).isEmpty();
    assertThat(queue.parked.get("last")).contains("Restless, after 1000 fresh hints in a row");
    assertThat(queue.sent).hasSize(Hint.MAX_RENEWALS);
  }

  @Test
  void aChangeRestartsTheCountOfFreshHints() {
    changeAtEachWrite(A);
    String last = new Hint(A, Optional.empty(), Hint.MAX_RENEWALS).toJson("primary");

    assertThat(replicate(message("1", last), message("2", hint(A)))).isEmpty();
    assertThat(queue.sent).singleElement().satisfies(h -> assertThat(h.renewals()).isEqualTo(1));
  }

  private void changeAtEachWrite(ObjectKey changing) {
    Runnable rewrite =
        () -> {
          clock.move(Duration.ofSeconds(1));
          primary.put(changing, new byte[1], Samples.typed("text/plain"));
        };
    rewrite.run();
    replicate(message("0", hint(changing)));
    rewrite.run();
    standby.after(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(changing)) {
            rewrite.run();
          }
        });
  }

  @Test
  void sendsAFreshHintForAKeyThatNeverRests() {
    changeAtEachWrite(A);

    assertThat(replicate(message("1", hint(A)))).isEmpty();
    assertThat(queue.sent).singleElement().satisfies(h -> assertThat(h.key()).isEqualTo(A));
    assertThat(queue.sentAfter).as("left to come to rest").containsExactly(Duration.ofSeconds(2));

    queue.reachable = false;
    assertThat(replicate(message("2", hint(A)))).containsExactly("2");
  }

  @Test
  void handsALargeCopyOnThroughAFreshHintBeforeTheTimeIsUp() {
    primary.put(A, new byte[20 << 20], Samples.typed("text/plain"));
    remaining.set(20_500);
    standby.after(
        (operation, key) -> {
          if (operation.equals("uploadPart") && key.equals(A)) {
            remaining.set(20_000);
          }
        });

    assertThat(replicate(message("1", hint(A)))).isEmpty();
    assertThat(queue.sent).singleElement().satisfies(h -> assertThat(h.key()).isEqualTo(A));
    assertThat(queue.sentAfter).as("goes on at once").containsExactly(Duration.ZERO);
    assertThat(standby.content(A)).isEmpty();

    remaining.set(300_000);
    standby.after(Hook.NONE);
    assertThat(replicate(message("2", hint(A)))).isEmpty();
    assertThat(queue.sent).hasSize(1);
    assertThat(standby.content(A).orElseThrow()).hasSize(20 << 20);
  }

  @Test
  void parksAMessageThatKeepsFailingWhileBothStoresAreWell() {
    write(A);
    unavailable("put", A);

    assertThat(replicate(message("1", hint(A), 10))).containsExactly("1");
    assertThat(replicate(message("2", hint(A), 11))).isEmpty();

    assertThat(queue.parked).containsOnlyKeys("2");
    assertThat(queue.parked.get("2")).contains("11 receives").contains("down");
  }

  @Test
  void parksNothingWhileTheStandbyIsDownHoweverOftenItWasReceived() {
    write(A);
    standby.before(
        (operation, key) -> {
          throw new StoreException.Unavailable("down", false, null);
        });

    assertThat(replicate(message("1", hint(A), 90))).containsExactly("1");
    assertThat(queue.parked).isEmpty();
    assertThat(queue.delays.get("1")).isBetween(Duration.ofSeconds(450), Duration.ofSeconds(900));
  }

  @Test
  void parksNothingWhileThePrimaryIsDownWhichIsWhatTheStandbyIsFor() {
    primary.before(
        (operation, key) -> {
          throw new StoreException.Unavailable("down", false, null);
        });

    assertThat(replicate(message("1", hint(A), 90))).containsExactly("1");
    assertThat(queue.parked).isEmpty();
  }

  /** A HEAD answers a bare 404 if the bucket is missing, as it does if the object is missing. */
  @Test
  void parksNothingWhileThePrimarysBucketIsMissing() {
    primary.before(
        (operation, key) -> {
          if (operation.equals("open")) {
            throw new StoreException.Unavailable("404 NoSuchBucket", false, 404, null);
          }
        });

    assertThat(replicate(message("1", hint(A), 90))).containsExactly("1");
    assertThat(queue.parked).isEmpty();
  }

  @Test
  void checksBothStoresOnceHoweverManyMessagesFail() {
    List<String> checked = new ArrayList<>();
    primary.before(
        (operation, key) -> {
          if (key.equals(ReservedKeys.HEALTH)) {
            checked.add(operation);
          }
        });
    write(A);
    write(B);
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && !ReservedKeys.isReserved(key)) {
            throw new StoreException.Unavailable("down", false, null);
          }
        });

    assertThat(replicate(message("1", hint(A), 11), message("2", hint(B), 11))).isEmpty();
    assertThat(replicate(message("3", hint(A), 11))).isEmpty();

    assertThat(queue.parked).containsOnlyKeys("1", "2", "3");
    assertThat(checked).as("one GET in each invocation").containsExactly("open", "open");
  }

  @Test
  void parksAMessageThatStaysInDoubtWhileBothStoresAreHealthy() {
    write(A);
    failing("put", A, new StoreException.InDoubt("500 InternalError", null));

    assertThat(replicate(message("1", hint(A), 10))).containsExactly("1");
    assertThat(replicate(message("2", hint(A), 11))).isEmpty();

    assertThat(queue.parked).containsOnlyKeys("2");
    assertThat(queue.parked.get("2")).contains("11 receives").contains("500 InternalError");
    assertThat(queue.delays).isEmpty();
  }

  @Test
  void leavesAMessageInDoubtAloneThatCannotBeParked() {
    write(A);
    failing("put", A, new StoreException.InDoubt("500 InternalError", null));
    queue.reachable = false;

    assertThat(replicate(message("1", hint(A), 11))).containsExactly("1");
    assertThat(queue.delays).isEmpty();
  }

  @Test
  void parksWithAReasonThatSqsAcceptsWhateverTheKeyIs() {
    ObjectKey key = new ObjectKey("a\u0001\uffff.txt");
    write(key);
    String cause = "PUT of " + key + " failed " + "\ud83d\ude00".repeat(5_000);
    failing("put", key, new StoreException.Unavailable(cause, false, null));
    String body = "{\"bucket\":\"primary\",\"key\":\"a\\u0001\\uffff.txt\"}";

    assertThat(replicate(message("1", body, 11))).isEmpty();

    assertThat(queue.parked.get("1"))
        .contains("11 receives", "PUT of a\\u0001\\uffff.txt failed")
        .hasSizeLessThan(1_100);
  }

  @Test
  void parksAMessageThatNamesAHostileBucket() {
    String body = "{\"bucket\":\"a\\u0000\\ud83d\",\"key\":\"k\"}";

    assertThat(replicate(message("1", body))).isEmpty();

    assertThat(queue.parked.get("1")).contains("not the configured one: a\\u0000\\ud83d");
  }

  @Test
  void reportsAnErrorOfTheJvmAsWhatItIs() {
    write(A);
    write(B);
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(A)) {
            throw new OutOfMemoryError("Java heap space");
          }
        });

    assertThat(replicate(message("1", hint(A), 1), message("2", hint(B)))).containsExactly("1");
    assertThat(queue.delays).as("a write may be in progress").isEmpty();
    assertThat(replicate(message("3", hint(A), 11))).isEmpty();

    assertThat(queue.parked.get("3")).contains("OutOfMemoryError").doesNotContain("no time left");
  }

  @Test
  void triesDamagedBytesOnceMoreAndThenParks() {
    write(A);
    failing("put", A, new StoreException.Corrupt("BadDigest", null));

    assertThat(replicate(message("1", hint(A), 1))).containsExactly("1");
    assertThat(replicate(message("1", hint(A), 2))).isEmpty();

    assertThat(queue.parked.get("1")).contains("Corrupt");
  }

  @Test
  void readsTheSecretOnceMoreWhenTheStandbyRejectsIt() {
    write(A);
    replicate(message("0", hint(B)));
    rejectingCredentialsOf("first");
    secrets.add(secret("second"));

    assertThat(replicate(message("1", hint(A)))).isEmpty();

    assertThat(connected).containsExactly("first", "second");
    assertThat(standby.content(A)).isPresent();
  }

  @Test
  void readsTheSecretAtMostOnceAMinute() {
    write(A);
    write(B);
    rejectingCredentialsOf("first");

    replicate(message("1", hint(A)), message("2", hint(B)));
    replicate(message("3", hint(A)));
    assertThat(secretReads).as("one to connect and one to renew").hasValue(2);

    nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
    secrets.add(secret("second"));
    assertThat(replicate(message("4", hint(A)))).isEmpty();
    assertThat(secretReads).hasValue(3);
    assertThat(connected).containsExactly("first", "second");
  }

  @Test
  void failsCleanlyWhenTheRejectedSecretIsTheNewestThereIs() {
    write(A);
    rejectingCredentialsOf("first");

    assertThat(replicate(message("1", hint(A)))).containsExactly("1");

    assertThat(connected).containsExactly("first");
    assertThat(queue.delays).containsKey("1");
  }

  @Test
  void beginsNothingWhenTheTimeIsUpAndReportsItAsFailed() {
    write(A);
    remaining.set(19_000);

    assertThat(replicate(message("1", hint(A)), message("2", "not json")))
        .containsExactly("1", "2");
    assertThat(standby.content(A)).isEmpty();
    assertThat(queue.parked).isEmpty();
  }

  @Test
  void breaksConnectionsWhenTheTimeIsUpAndLeavesNothingRunning() {
    write(A);
    remaining.set(20_300);
    AtomicBoolean running = new AtomicBoolean();
    CountDownLatch cut = new CountDownLatch(1);
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(A)) {
            running.set(true);
            awaitUninterruptibly(cut);
            running.set(false);
            throw new StoreException.InDoubt("connection broken", null);
          }
        });
    Thread stalled = new Thread(() -> untilBroken(cut));
    stalled.start();

    assertThat(replicate(message("1", hint(A)))).containsExactly("1");

    assertThat(broken).isTrue();
    assertThat(running).isFalse();
    assertThat(queue.delays).as("a write in doubt").isEmpty();
  }

  /** The connection's end: what close() does to a socket is what opens the latch here. */
  private void untilBroken(CountDownLatch cut) {
    while (!broken.get()) {
      Thread.onSpinWait();
    }
    remaining.set(0);
    cut.countDown();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Replicator replicator() {
    OutcomeTelemetry signals = new OutcomeTelemetry(new Telemetry("primary"), clock);
    StoreConnections stores =
        new StoreConnections(
            () -> {
              secretReads.incrementAndGet();
              return secrets.get(secrets.size() - 1);
            },
            secret -> {
              connected.add(secret.accessKey());
              return new StoreConnections.Connection(
                  secret,
                  Replicators.stores(primary, standby, () -> broken.set(true)),
                  new PartSettings(5 << 20, 3, 15 << 20),
                  ScopeSource.of(Scope.ALL),
                  Clock.systemUTC());
            },
            nanoTime::get);
    TaskPool pool = new TaskPool(4, stores::disconnect);
    return new Replicator(
        new HintReader("primary"),
        new KeyBatch(stores, queue, new CallCounter(), signals, pool, Bandwidth.UNLIMITED),
        queue,
        new Backoff(new SplittableRandom(1)),
        new Parking(queue, stores, signals, pool, 10));
  }

  private List<String> replicate(QueueMessage... messages) {
    return replicator.replicate(
        List.of(messages),
        new Invocation("request", new Deadline(remaining::get, Duration.ofSeconds(20))));
  }

  private void rejectingCredentialsOf(String accessKey) {
    standby.before(
        (operation, key) -> {
          if (connected.get(connected.size() - 1).equals(accessKey)) {
            throw new StoreException.Unavailable("403 InvalidAccessKeyId", true, null);
          }
        });
  }

  private void unavailable(String operation, ObjectKey key) {
    failing(operation, key, new StoreException.Unavailable("down", false, null));
  }

  private void failing(String name, ObjectKey failingKey, StoreException failure) {
    standby.before(
        (operation, key) -> {
          if (operation.equals(name) && key.equals(failingKey)) {
            throw failure;
          }
        });
  }

  private void write(ObjectKey key) {
    primary.put(key, clock.instant().toString().getBytes(UTF_8), Samples.typed("text/plain"));
  }

  private static StandbySecret secret(String accessKey) {
    return new StandbySecret(
        URI.create("https://standby.test"), accessKey, "secret", TlsMaterial.NONE);
  }

  private static String hint(ObjectKey key) {
    return "{\"bucket\":\"primary\",\"key\":\"%s\"}".formatted(key);
  }

  private static QueueMessage message(String id, String body) {
    return message(id, body, 1);
  }

  private static QueueMessage message(String id, String body, int receives) {
    return new QueueMessage("changes", id, "handle-" + id, body, receives);
  }
}
