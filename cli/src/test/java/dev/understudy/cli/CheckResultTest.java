package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckResultTest {
  private static final Instant SENT = Instant.parse("2026-01-01T00:10:00.500Z");

  @ParameterizedTest
  @CsvSource({
    "21, OK, days left: 21",
    "20, FINDING, days left: 20",
    "0, FINDING, days left: 0",
    "-1, FINDING, expired"
  })
  void judgesCertificatesAsTheAlarmDoes(long days, CheckResult.State state, String found) {
    CheckResult result = CheckResult.ofCertificate(days);

    assertThat(result.state()).isEqualTo(state);
    assertThat(result.found()).isEqualTo(found);
  }

  /** The response took a second, during which the server may have written the header. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:10:00Z, OK, at most 1 s apart",
    "2026-01-01T00:10:30Z, OK, at most 29 s apart",
    "2026-01-01T00:13:01Z, FINDING, 179 s ahead of this machine",
    "2026-01-01T00:07:00Z, FINDING, 179 s behind this machine"
  })
  void comparesAClockWithThisMachine(Instant date, CheckResult.State state, String found) {
    CheckResult result = CheckResult.ofClock(date, SENT, SENT.plusSeconds(1));

    assertThat(result.state()).isEqualTo(state);
    assertThat(result.found()).isEqualTo(found);
  }
}
