package dev.understudy.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.page.PageState.Event;
import dev.understudy.page.PageState.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History(1);

  @Test
  void keepsTheNewestTenMinutesOfSamples() {
    for (int second = 0; second < History.MAX_SAMPLES + 5; second++) {
      history.sample(second * 1000L, Map.of("copied", (double) second));
    }

    assertThat(history.series().times()).hasSize(600).startsWith(5000L).endsWith(604_000L);
    assertThat(history.series().values().get("copied")).hasSize(600).startsWith(5.0);
  }

  @Test
  void aSeriesHasAGapWhereASampleHasNoValue() {
    history.sample(1000, Map.of("changes", 1.0));
    history.sample(2000, Map.of("changes", 2.0, "lagP50", 0.5));

    assertThat(history.series().values().get("lagP50")).containsExactly(null, 0.5);
  }

  @Test
  void keepsTheNewestEventsAndOutcomes() {
    for (int i = 0; i < 200; i++) {
      history.event(new Event(i, "event " + i));
      history.outcome(new Outcome(i, "key " + i, "Copied", "", 0.1));
    }

    assertThat(history.events())
        .hasSize(History.MAX_EVENTS)
        .last()
        .isEqualTo(new Event(199, "event 199"));
    assertThat(history.outcomes()).hasSize(History.MAX_OUTCOMES);
    assertThat(history.outcomes().get(0).key()).isEqualTo("key 199");
  }

  @Test
  void controlCharactersOfKeysAndReasonsBecomeText() {
    assertThat(new Outcome(1, "a\u001b[2J", "Parked", "b\u202e", null))
        .isEqualTo(new Outcome(1, "a\\u001b[2J", "Parked", "b\\u202e", null));
  }
}
