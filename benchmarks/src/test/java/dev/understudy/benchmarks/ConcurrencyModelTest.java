package dev.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConcurrencyModelTest {
  private static final ConcurrencyCosts COSTS = ConcurrencyCosts.MEASURED;

  @Test
  void isWhatTheDocumentShows() throws IOException {
    Path document = Path.of(System.getProperty("understudy.root"), "docs", "performance.md");

    assertThat(Files.readString(document)).contains(String.join("\n", ConcurrencyTable.lines()));
  }

  @Test
  void growsWithTheInvocationsWhileTheStandbyIsIdle() {
    double one = ConcurrencyModel.run(1, COSTS, 1).objectsPerSecond();
    double four = ConcurrencyModel.run(4, COSTS, 1).objectsPerSecond();

    assertThat(four).isEqualTo(4 * one, within(0.1 * 4 * one));
  }

  @Test
  void neverExceedsWhatTheStandbyCanDo() {
    for (int invocations : new int[] {16, 64, 500}) {
      ConcurrencyModel.Result result = ConcurrencyModel.run(invocations, COSTS, 2);

      assertThat(result.objectsPerSecond()).isLessThan(1.03 * COSTS.standbyObjectsPerSecond());
      assertThat(result.requests()).isLessThanOrEqualTo(COSTS.maxRequests());
    }
  }

  @Test
  void rejectsOnlyAboveTheRequestsThatTheStandbyAdmits() {
    assertThat(ConcurrencyModel.run(64, COSTS, 3).failed()).isZero();
    assertThat(ConcurrencyModel.run(250, COSTS, 3).failed()).isGreaterThan(0.05);
  }
}
