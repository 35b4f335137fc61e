package dev.understudy.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.page.History;
import org.junit.jupiter.api.Test;

/** What the page reads from the functions' log. */
class OutcomeLogTest {
  private final History history = new History(1);
  private final OutcomeLog log = new OutcomeLog(history, "");

  private void outcome(String outcome, String key, String more) {
    log.accept("{\"outcome\":\"%s\",\"key\":\"%s\"%s}".formatted(outcome, key, more));
  }

  @Test
  void countsOutcomesAndLagUntilTheyAreDrained() {
    outcome("Copied", "a", ",\"Lag\":0.5");
    outcome("Copied", "b", ",\"Lag\":1.5");
    outcome("Unavailable", "c", ",\"cause\":\"503\"");

    assertThat(log.drain())
        .containsEntry("copied", 2.0)
        .containsEntry("retried", 1.0)
        .containsEntry("parked", 0.0)
        .containsEntry("lagP50", 0.5)
        .containsEntry("lagP99", 1.5);
    assertThat(log.drain()).containsEntry("copied", 0.0).doesNotContainKey("lagP50");
    assertThat(history.outcomes().get(0).reason()).isEqualTo("503");
  }

  @Test
  void aHeartbeatAndAReservedKeyHaveNoOutcome() {
    outcome("Copied", ".heartbeat/understudy", ",\"Lag\":0.5");
    outcome("Refused", ".origin/health", ",\"reason\":\"reserved_key\"");

    assertThat(log.drain())
        .containsEntry("copied", 0.0)
        .containsEntry("refused", 0.0)
        .containsEntry("lagP50", 0.5);
    assertThat(history.outcomes()).isEmpty();
  }

  @Test
  void aParkedMessageIsNamedByItsId() {
    log.accept("{\"outcome\":\"Parked\",\"messageId\":\"17\",\"reason\":\"not JSON\"}");

    assertThat(log.drain()).containsEntry("parked", 1.0);
    assertThat(history.outcomes().get(0).key()).isEqualTo("message 17");
  }

  @Test
  void driftIsAnEventAndEqualityIsNone() {
    log.accept("{\"KeysCompared\":3,\"Missing\":0,\"Stale\":0,\"Orphaned\":0}");
    log.accept("{\"KeysCompared\":3,\"Missing\":1,\"Stale\":2,\"Orphaned\":0,\"HintsSent\":3}");

    assertThat(history.events())
        .singleElement()
        .extracting(event -> event.text())
        .isEqualTo("The reconciler found 1 missing, 2 stale, 0 orphaned, and sent 3 hints");
  }

  @Test
  void keysAndEventsOfOneOfSeveralStandbysBeginWithItsName() {
    OutcomeLog second = new OutcomeLog(history, "standby-2: ");
    second.accept("{\"outcome\":\"Copied\",\"key\":\"a\"}");
    second.accept("{\"KeysCompared\":3,\"Missing\":1,\"Stale\":0,\"Orphaned\":0,\"HintsSent\":1}");

    assertThat(history.outcomes().get(0).key()).isEqualTo("standby-2: a");
    assertThat(history.events().get(0).text())
        .isEqualTo(
            "standby-2: The reconciler found 1 missing, 0 stale, 0 orphaned, and sent 1 hints");
  }

  @Test
  void aLineThatIsNoJsonIsIgnored() {
    log.accept("java.lang.IllegalStateException");

    assertThat(history.outcomes()).isEmpty();
  }
}
