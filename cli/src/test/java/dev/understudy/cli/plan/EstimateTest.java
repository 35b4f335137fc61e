package dev.understudy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.BandwidthTimetable;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums of docs/backfill.md and docs/performance.md. */
class EstimateTest {
  @TempDir Path folder;

  private static Map<String, Object> report(long keys, long size, long changesPerDay) {
    Survey survey = new Survey("", Scope.ALL, Dialect.MINIO, GeneratedListing.NOW);
    boolean complete = new GeneratedListing(keys, size).count(survey);
    return GeneratedListing.report(survey, complete, changesPerDay);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> usd(Map<String, Object> part) {
    return ((List<Map<String, Object>>) part.get("costs"))
        .stream()
            .collect(
                Collectors.toMap(
                    row -> String.valueOf(row.get("item")), row -> String.valueOf(row.get("usd"))));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> part(Map<String, Object> report, String name) {
    return (Map<String, Object>) report.get(name);
  }

  /** A tenth of the million objects in the table of docs/backfill.md, with ten times the bytes. */
  @Test
  void calculatesABackfillAsDocumented() {
    Map<String, Object> backfill = part(report(100_000, 1_000_000, 0), "backfill");

    assertThat(usd(backfill))
        .containsEntry("GET and HEAD requests", "0.12")
        .containsEntry("SQS requests", "0.01")
        .containsEntry("Lambda GB-seconds", "0.02")
        .containsEntry("GB of logs", "0.03")
        .as("100 GB are free")
        .containsEntry("GB out of AWS", "0.00");
    assertThat(part(backfill, "hours"))
        .containsEntry("network", new BigDecimal("0.28"))
        .containsEntry("replicator", new BigDecimal("0.14"))
        .containsEntry("reconciler", new BigDecimal("0.00"))
        .containsEntry("longest", new BigDecimal("0.28"));
  }

  /** 100 GB at a fifth of 20 MiB/s at night, and at the standby's 100 MB/s by day. */
  @ParameterizedTest
  @CsvSource({"20M, 6.62", "'08:00,off 20:00,20M', 0.53", "'08:00,1G 20:00,off', 0.28"})
  void calculatesTheHoursOfALimitedBackfill(String bandwidth, BigDecimal hours) {
    Survey survey = new Survey("", Scope.ALL, Dialect.MINIO, GeneratedListing.NOW);
    boolean complete = new GeneratedListing(100_000, 1_000_000).count(survey);

    Map<String, Object> report =
        GeneratedListing.report(survey, complete, 0, BandwidthTimetable.parse(bandwidth));

    assertThat(part(part(report, "backfill"), "hours"))
        .containsEntry("network", hours)
        .containsEntry("longest", hours);
  }

  /** The backfill of 1 TiB in objects of 64 MiB of docs/performance.md. */
  @Test
  void calculatesLargeObjectsByTheirBytes() {
    Map<String, Object> backfill = part(report(16_384, 64 << 20, 0), "backfill");

    assertThat(usd(backfill))
        .containsEntry("Lambda GB-seconds", "0.64")
        .containsEntry("GB out of AWS", "89.96");
  }

  @Test
  void aMonthWithoutChangesHasItsStandingCostOnly() {
    Map<String, Object> quiet = part(report(100_000, 100_000, 0), "month");
    Map<String, Object> busy = part(report(100_000, 100_000, 100_000), "month");

    assertThat(usd(quiet))
        .containsEntry("LIST requests", "0.36")
        .containsEntry("GET and HEAD requests", "0.04")
        .containsEntry("SQS requests", "0.00")
        .containsEntry("GB out of AWS", "0.00");
    assertThat(busy).containsEntry("changes", 3_000_000L);
    assertThat(usd(busy))
        .containsEntry("GET and HEAD requests", "2.44")
        .containsEntry("SQS requests", "1.80")
        .containsEntry("GB of logs", "0.90")
        .containsEntry("GB out of AWS", "18.00");
  }

  @Test
  void anEmptyBucketHasAPlan() {
    Map<String, Object> report = report(0, 0, 100);

    assertThat(part(report, "backfill")).containsEntry("usd", new BigDecimal("0.00"));
    assertThat(part(report, "month")).containsEntry("changes", 3000L);
  }

  @Test
  void aFileOfPricesReplacesSomeOfTheDefaults() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "usdPerGbOut=0.02\nfreeGbOutPerMonth=0\n");

    Prices prices = Prices.load(Optional.of(file));

    assertThat(prices.of("usdPerGbOut")).isEqualTo(0.02);
    assertThat(prices.of("standbyMbPerSecond")).isEqualTo(100);
    assertThat(prices.source()).contains(file.toString(), "us-east-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usdPerGbOutt=1",
        "usdPerGbOut=-1",
        "usdPerGbOut=much",
        "usdPerGbOut=NaN",
        "standbyMbPerSecond=0",
        "usdPerGbOut=\\u00"
      })
  void aWrongFileOfPricesIsRejected(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("p"), line);

    assertThatThrownBy(() -> Prices.load(Optional.of(file)))
        .isInstanceOf(ConfigurationException.class);
  }
}
