package dev.understudy.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.page.Health.Check;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The answers of the functions, as the page shows them. */
class HealthTest {
  @Test
  void readsTheAnswerOfTheProbe() {
    Health health =
        Health.of(
            Map.of(
                "verdict", "Degraded",
                "reasons", List.of("The primary does not serve its health object"),
                "checks", Map.of("primary", Map.of("PrimaryHealthy", 0)),
                "leftOut", Map.of("edge", "PUBLIC_URL is not set")));

    assertThat(health.verdict()).isEqualTo("Degraded");
    assertThat(health.reasons()).containsExactly("The primary does not serve its health object");
    assertThat(health.checks())
        .containsExactly(
            new Check("primary", "failed", "PrimaryHealthy 0"),
            new Check("edge", "left out", "PUBLIC_URL is not set"));
  }

  @Test
  void showsTheTroubleOfACheckInsteadOfItsValues() {
    Health health =
        Health.of(
            Map.of(
                "checks", Map.of("clock", Map.of("ClockSkew", 1, "trouble", List.of("no\nDate")))));

    assertThat(health.checks()).containsExactly(new Check("clock", "failed", "no\\u000aDate"));
  }

  @Test
  void anEmptyAnswerIsUnknown() {
    assertThat(Health.of(Map.of())).isEqualTo(new Health("Unknown", List.of(), List.of()));
    assertThat(
            Health.of(Map.of("checks", Map.of("certificates", Map.of("missing", List.of()))))
                .checks())
        .containsExactly(new Check("certificates", "ok", "nothing to measure"));
  }

  @Test
  void readsTheProofOfTheWatermark() {
    Map<String, Object> proof =
        Map.of("ended", "2026-01-01T00:00:00Z", "keys", 12, "refused", 1, "unreadable", 2);

    assertThat(Proof.of(proof, Instant.parse("2026-01-01T00:01:30Z")))
        .hasValue(new Proof(90, 12, 3));
    assertThat(Proof.of(Map.of("ended", "soon"), Instant.EPOCH)).isEmpty();
  }
}
