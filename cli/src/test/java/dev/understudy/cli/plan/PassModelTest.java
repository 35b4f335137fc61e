package dev.understudy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.cli.plan.PassModel.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic of a pass, with the default prices and rates. */
class PassModelTest {
  private static final Offset<Double> EXACT = within(1e-6);

  @TempDir Path folder;

  private final PassModel model = new PassModel(Prices.load(Optional.empty()));

  private PassModel with(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("prices"), List.of(lines));
    return new PassModel(Prices.load(Optional.of(file)));
  }

  /** 10,000 pages, each 60 ms. */
  @Test
  void aSmallPassIsOneRunThatWaitsForPages() {
    Pass pass = model.pass(10_000_000, 1);

    assertThat(pass.hours()).isEqualTo(600 / 3600.0, EXACT);
    assertThat(pass.runs()).isEqualTo(1);
    assertThat(pass.lists()).isEqualTo(10_000);
    assertThat(pass.reads()).as("an hour of thirty days").isEqualTo(1e7 / 720, EXACT);
    assertThat(pass.gbSeconds()).isEqualTo(600 * 1.02, EXACT);
    assertThat(pass.perMonth()).isEqualTo(720);
    assertThat(model.bill(pass).usd())
        .isEqualTo(0.05 + 1e7 / 720 * 4e-7 + 612 * 1.33e-5 + 2e-7, EXACT);
  }

  /** 840 s of each hour until Lambda's limit, and the rest of the last run. */
  @Test
  void oneRangeWaitsForTheScheduleAfterEachRun() {
    Pass pass = model.firstPass(30_000_000, 1);

    assertThat(pass.runs()).isEqualTo(3);
    assertThat(pass.hours()).isEqualTo(2 + (1800 - 2 * 840) / 3600.0, EXACT);
  }

  @Test
  void severalRangesAreContinuedAfterAPause() {
    Pass pass = model.firstPass(60_000_000, 2);

    assertThat(pass.runs()).as("three of each range").isEqualTo(6);
    assertThat(pass.hours()).isEqualTo((1800 + 2 * 30) / 3600.0, EXACT);
  }

  @Test
  void theCoresOfTheStandbyLimitManyRanges() throws IOException {
    Pass small = model.pass(1_000_000_000, 64);
    Pass large = with("standbyVcpus=16").pass(1_000_000_000, 64);

    assertThat(small.limit()).isEqualTo("the standby");
    assertThat(small.hours()).isEqualTo((14_000 + 16 * 30) / 3600.0, EXACT);
    assertThat(large.limit()).isEqualTo("the standby");
    assertThat(large.hours()).isEqualTo((14_000 / 8.0 + 2 * 30) / 3600.0, EXACT);
    assertThat(small.gbSeconds()).as("waiting is billed").isEqualTo(14_000 * 64 * 1.02, EXACT);
  }

  @Test
  void aSmallFunctionIsLimitedByItsCpu() throws IOException {
    Pass pass = with("reconcilerGb=0.125").pass(1_000_000, 1);

    assertThat(pass.limit()).isEqualTo("CPU");
    assertThat(pass.hours()).isEqualTo(8.7 / (0.125 * 1024 / 1769) / 3600, EXACT);
  }

  /** The longer a pass takes, the more keys are due for the deep check, at most all of them. */
  @Test
  void theDeepCheckOfABillionKeysDoesNotFitIntoOneRange() throws IOException {
    Pass pass = model.pass(1_000_000_000, 1);
    Pass without = with("deepCheckDays=1000000").pass(1_000_000_000, 1);

    assertThat(pass.limit()).isEqualTo("HEAD requests");
    assertThat(pass.reads()).isEqualTo(1e9);
    assertThat(without.limit()).isEqualTo("S3's pages");
    assertThat(without.runs()).isEqualTo(72);
  }

  @Test
  void costAndTimeNeverFallWithMoreKeys() {
    for (int ranges : PassModel.RANGES) {
      double hours = 0;
      double usd = 0;
      for (long keys = 0; keys <= 10_000_000_000L; keys = keys * 3 + 1000) {
        Pass pass = model.pass(keys, ranges);
        assertThat(pass.hours()).isGreaterThanOrEqualTo(hours);
        assertThat(model.bill(pass).usd()).isGreaterThan(usd);
        hours = pass.hours();
        usd = model.bill(pass).usd();
      }
    }
  }

  @Test
  void showsARowForEachNumberOfRanges() {
    List<Map<String, Object>> rows = model.rows(0);

    assertThat(rows).hasSameSizeAs(PassModel.RANGES);
    assertThat(rows.get(6)).containsEntry("ranges", 64).containsEntry("runs", 64L);
  }
}
