package dev.understudy.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The course of a drill. The edge serves whatever the change sets. */
class MeasuredDrillTest {
  private static final Drill.Settings FAST =
      new Drill.Settings(Duration.ofMillis(300), Duration.ofMillis(2), Duration.ofMillis(1));

  private final HttpEndpoint edge = HttpEndpoint.start(0, call -> HttpAnswer.text(200, served()));
  private final List<String> notes = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Change change = new Change();
  private volatile String served = "primary";

  private String served() {
    return served;
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  /** Makes the edge serve {@link #during}, or fails. */
  private final class Change implements Disruption {
    private String during = "standby";
    private String after = "primary";
    private boolean beginFails;
    private int restoreFails;
    private int restored;
    private boolean interrupted;

    @Override
    public String description() {
      return "The drill changes the edge.";
    }

    @Override
    public void begin() throws IOException {
      served = during;
      if (beginFails) {
        throw new IOException("no response");
      }
    }

    @Override
    public void restore() {
      restored++;
      interrupted = Thread.currentThread().isInterrupted();
      if (restored <= restoreFails) {
        throw SdkClientException.create("refused");
      }
      served = after;
    }

    @Override
    public String restoreByHand() {
      return "restore it";
    }
  }

  private DrillResult run() throws InterruptedException {
    return new Drill(
            change, new ServingOrigin(edge.uri()), FAST, stopped::get, notes::add, progress::add)
        .run();
  }

  @Test
  void measuresBothWays() throws Exception {
    DrillResult result = run();

    assertThat(result.failure(OptionalLong.of(1))).isEmpty();
    assertThat(result.fields())
        .containsEntry("rtoSeconds", 0L)
        .containsEntry("failbackSeconds", 0L)
        .containsEntry("restored", true);
    assertThat(notes)
        .containsExactly(
            "if this process is killed, restore by hand: restore it",
            "   0 s  standby",
            "restored",
            "   0 s  primary");
    assertThat(progress.get(0))
        .isEqualTo("waiting for the standby: 0 s, now standby, 0 failed requests");
  }

  @Test
  void failsIfTheRtoExceedsTheWorstCase() {
    Wait rto = new Wait(Wait.End.SERVES, 131, 2);
    DrillResult result =
        new DrillResult(Optional.of(rto), true, Optional.of(new Wait(Wait.End.SERVES, 9, 0)));

    assertThat(result.failure(OptionalLong.of(130)))
        .contains("the RTO of 131 s exceeds the worst case of 130 s");
    assertThat(result.failure(OptionalLong.of(131))).isEmpty();
    assertThat(result.failure(OptionalLong.empty())).isEmpty();
  }

  @Test
  void fifteenFailedRequestsInARowAreAnOutage() throws Exception {
    change.during = "no origin at all";

    DrillResult result = run();

    assertThat(result.failure(OptionalLong.empty()).orElseThrow()).contains("15 requests in a row");
    assertThat(result.fields()).containsEntry("failedRequests", 15).containsEntry("restored", true);
    assertThat(result.failback()).isEmpty();
  }

  @Test
  void endsAtTheLimitAndRestores() throws Exception {
    change.during = "primary";

    DrillResult result = run();

    assertThat(result.failure(OptionalLong.empty()))
        .contains("the standby does not serve within the limit");
    assertThat(change.restored).isEqualTo(1);
  }

  @Test
  void endsIfItIsStoppedAndRestores() throws Exception {
    change.during = "primary";
    stopped.set(true);

    DrillResult result = run();

    assertThat(result.failure(OptionalLong.empty()).orElseThrow())
        .contains("the drill was stopped");
    assertThat(result.restored()).isTrue();
  }

  @Test
  void restoresAlsoIfTheChangeMayHaveBeenMade() throws Exception {
    change.beginFails = true;

    DrillResult result = run();

    assertThat(result.failover()).isEmpty();
    assertThat(result.restored()).isTrue();
    assertThat(served).isEqualTo("primary");
    assertThat(notes).contains("the drill did not begin: no response");
  }

  @Test
  void repeatsTheRestoreUntilItSucceeds() throws Exception {
    change.restoreFails = 4;

    assertThat(run().restored()).isTrue();
    assertThat(notes).contains("attempt 4 to restore failed: refused", "restored");
  }

  @Test
  void saysHowToRestoreByHandIfItCannot() throws Exception {
    change.restoreFails = 5;

    DrillResult result = run();

    assertThat(result.restored()).isFalse();
    assertThat(result.failure(OptionalLong.empty())).contains("the original state is not restored");
    assertThat(notes).endsWith("COULD NOT RESTORE. Do it by hand: restore it");
  }

  @Test
  void failsIfThePrimaryDoesNotServeAgain() throws Exception {
    change.after = "standby";

    assertThat(run().failure(OptionalLong.empty()))
        .contains("the primary does not serve within the limit");
  }

  /** The interrupt arrives while the change is being made. */
  @Test
  void restoresIfItsThreadIsInterrupted() {
    change.beginFails = true;
    Thread.currentThread().interrupt();

    assertThatCode(this::run).doesNotThrowAnyException();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(change.restored).isEqualTo(1);
    assertThat(change.interrupted).isFalse();
  }

  @Test
  void restoresIfItsThreadIsInterruptedWhileItWaits() {
    change.during = "primary";
    Thread.currentThread().interrupt();

    assertThatThrownBy(this::run).isInstanceOf(InterruptedException.class);
    assertThat(change.restored).isEqualTo(1);
  }
}
