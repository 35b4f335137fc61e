package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.emulators.s3.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What either store may answer, and what becomes of it. */
class FaultsOverHttpTest extends EndpointPair {
  private static final String DONE = "{\"batchItemFailures\":[]}";
  private static final String FAILED = "{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}";
  private static final String CANARY = "canary-7f3aQx";

  @Test
  void takesAnErrorInTheBodyOfA200ForAWriteInDoubt() throws IOException {
    write("a", "x".repeat(9 << 20));
    failing("CompleteMultipartUpload", Fault.errorInBody("InternalError"));
    ReplicatorHandler handler = handler(Map.of());

    String log = LogLines.during(() -> assertThat(call(handler, "a")).isEqualTo(FAILED));

    assertThat(log).contains("\"outcome\":\"InDoubt\"");
    assertThat(replica("a")).isEmpty();
    fault.set(Fault.NONE);
    assertThat(call(handler, "a")).isEqualTo(DONE);
  }

  @ParameterizedTest
  @CsvSource({"507, XMinioStorageFull, Unavailable", "500, InternalError, InDoubt"})
  void keepsTheOldReplicaOnAFullDiskAndStillDeletes(int status, String code, String outcome)
      throws IOException {
    ReplicatorHandler handler = handler(Map.of());
    write("a", "old");
    write("b", "old");
    call(handler, "a");
    call(handler, "b");
    failing("PutObject", Fault.refuse(status, code));
    write("a", "new");
    writer.deleteObject(r -> r.bucket("primary").key("b"));

    String log = LogLines.during(() -> assertThat(call(handler, "a")).isEqualTo(FAILED));

    assertThat(log).contains("\"outcome\":\"" + outcome + "\"").contains(code);
    assertThat(replica("a")).hasValue("old");
    assertThat(call(handler, "b")).isEqualTo(DONE);
    assertThat(replica("b")).isEmpty();
    fault.set(Fault.NONE);
    assertThat(call(handler, "a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue("new");
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDownWrite",
    "503, SlowDownRead",
    "503, ServerBusy",
    "503, TooManyRequests",
    "503, SlowDown"
  })
  void triesAgainLaterWhereTheStandbyIsBusy(int status, String code) throws IOException {
    write("a", "x");
    failing("PutObject", Fault.refuse(status, code));
    ReplicatorHandler handler = handler(Map.of());

    String log = LogLines.during(() -> assertThat(call(handler, "a")).isEqualTo(FAILED));

    assertThat(log).contains("\"outcome\":\"Unavailable\"").contains(code);
  }

  @Test
  void writesNothingToAPromotedStandby() throws IOException {
    write("a", "x");
    writer.deleteObject(r -> r.bucket("primary").key("b"));
    ReplicatorHandler handler = handler(Map.of("PROMOTED", "true"));
    standby.calls().reset();

    assertThat(call(handler, "a")).isEqualTo(FAILED);
    assertThat(call(handler, "b")).isEqualTo(FAILED);
    assertThat(invoke(handler, sqs("no hint"))).as("not even parked").isEqualTo(FAILED);
    assertThatThrownBy(() -> invoke(handler, "{\"tasks\":[],\"invocationId\":\"i\"}"))
        .hasMessageContaining("PROMOTED");

    assertThat(standby.calls().total()).isZero();
  }

  @Test
  void changesNothingWhenEverythingIsDeliveredAgain() throws IOException {
    ReplicatorHandler handler = handler(Map.of());
    for (int i = 0; i < 20; i++) {
      write("k" + i, "x" + i);
      call(handler, "k" + i);
    }
    standby.calls().reset();

    for (int i = 0; i < 20; i++) {
      assertThat(call(handler, "k" + i)).isEqualTo(DONE);
    }

    assertThat(standby.calls().of("PutObject")).isZero();
    assertThat(standby.calls().of("DeleteObject")).isZero();
  }

  @Test
  void saysThatTheClockIsWrong() throws IOException {
    write("a", "x");
    standby.close();
    standby = standby().clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20))).start();
    standby.createBucket("standby", true);
    ReplicatorHandler handler = handler(Map.of());

    String log = LogLines.during(() -> assertThat(call(handler, "a")).isEqualTo(FAILED));

    assertThat(log).contains("\"outcome\":\"Unavailable\"");
    assertThat(standby.calls().of("PutObject")).isZero();
  }

  /** Every way in which a call may fail, with a secret that must not show in what is printed. */
  @ParameterizedTest
  @CsvSource({
    "PutObject, refuse",
    "PutObject, forbidden",
    "PutObject, swallow",
    "PutObject, stall",
    "HeadObject, refuse",
    "HeadObject, forbidden",
    "HeadObject, swallow",
    "CompleteMultipartUpload, body"
  })
  void printsOneJsonObjectALineAndNeverASecret(String operation, String how) throws IOException {
    Map<String, Fault> faults =
        Map.of(
            "refuse", Fault.refuse(503, "SlowDown"),
            "forbidden", Fault.refuse(403, "SignatureDoesNotMatch"),
            "swallow", Fault.swallow(),
            "stall", Fault.stall(new CountDownLatch(1)),
            "body", Fault.errorInBody("InternalError"));
    standby.close();
    standby = standby().credentials("sak-" + CANARY, CANARY).start();
    standby.createBucket("standby", true);
    write("small", "x");
    write("large", "x".repeat(9 << 20));
    failing(operation, Optional.ofNullable(faults.get(how)).orElseThrow());
    Map<String, String> secrets =
        Map.of(
            "STANDBY_ACCESS_KEY",
            "sak-" + CANARY,
            "STANDBY_SECRET_KEY",
            CANARY,
            "DEADLINE_GUARD_SECONDS",
            "1",
            "AWS_SESSION_TOKEN",
            "token-" + CANARY);

    String log =
        LogLines.during(
            () -> {
              ReplicatorHandler handler = handler(secrets);
              invoke(handler, sqs(hint("small"), hint("large"), "no hint"), 3_500);
            });

    assertThat(log).contains("\"outcome\"").doesNotContain(CANARY);
    for (String line : log.lines().toList()) {
      assertThat(JSON.std.anyFrom(line)).as(line).isInstanceOf(Map.class);
    }
  }

  private static String call(ReplicatorHandler handler, String key) throws IOException {
    return invoke(handler, sqs(hint(key)));
  }
}
