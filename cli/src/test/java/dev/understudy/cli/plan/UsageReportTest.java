package dev.understudy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bill of a day, with the default prices. */
class UsageReportTest {
  private static final Prices PRICES = Prices.load(Optional.empty());

  private static Map<String, Object> report(Map<Quantity, Double> usage) {
    return UsageReport.of(usage, PRICES);
  }

  /** Item to quantity, USD of the day and of the month, and basis. */
  @SuppressWarnings("unchecked")
  private static Map<String, String> rows(Map<String, Object> report, String name) {
    Map<String, String> rows = new HashMap<>();
    for (Map<String, Object> row : (List<Map<String, Object>>) report.get(name)) {
      rows.put(
          String.valueOf(row.get("item")),
          "%s %s %s %s"
              .formatted(
                  row.get("quantity"),
                  row.get("usdPerDay"),
                  row.get("usdPerMonth"),
                  row.get("basis")));
    }
    return rows;
  }

  @Test
  void pricesEveryQuantity() {
    Map<String, Object> report =
        report(
            Map.of(
                Quantity.OUTCOMES, 1e6,
                Quantity.BYTES, 100e9,
                Quantity.KEYS_COMPARED, 24e6,
                Quantity.CHANGES, 1e6,
                Quantity.REPAIRS, 1e5,
                Quantity.EMPTY_RECEIVES, 7e4,
                Quantity.GB_SECONDS, 1e5,
                Quantity.INVOCATIONS, 1e6,
                Quantity.LOG_BYTES, 2e9));

    assertThat(rows(report, "items"))
        .containsOnly(
            entry("GB out of AWS", "100 8.7000 261.00 measured"),
            entry("LIST requests", "24000 0.1200 3.60 estimate"),
            entry("GET and HEAD requests", "2033333 0.8133 24.40 estimate"),
            entry("SQS requests", "1600000 0.6400 19.20 estimate"),
            entry("Lambda GB-seconds", "100000 1.3300 39.90 measured"),
            entry("Lambda invocations", "1000000 0.2000 6.00 measured"),
            entry("GB of logs", "2 1.0000 30.00 measured"));
    assertThat(report)
        .containsEntry("usdPerDay", new BigDecimal("12.8033"))
        .containsEntry("usdPerMonth", new BigDecimal("384.10"));
  }

  @Test
  void pricesWhatWasNotSent() {
    Map<String, Object> report =
        report(
            Map.of(
                Quantity.BYTES, 100e9,
                Quantity.COALESCED, 1e6,
                Quantity.COALESCED_BYTES, 10e9,
                Quantity.RELABELED_BYTES, 1e9));

    assertThat(rows(report, "saved"))
        .containsOnly(
            entry("GB of hints coalesced in a batch", "10 0.9000 27.00 measured"),
            entry("GET and HEAD requests", "2000000 0.8000 24.00 estimate"),
            entry("GB of changes of labels alone", "1 0.0900 2.70 measured"));
  }

  /** 100 GB a month are free, which are 3.33 a day. */
  @Test
  void bytesThatWouldHaveBeenFreeSaveNothing() {
    Map<String, Object> report = report(Map.of(Quantity.BYTES, 1e9, Quantity.RELABELED_BYTES, 2e9));

    assertThat(rows(report, "saved"))
        .containsEntry("GB of changes of labels alone", "2 0.0000 0.00 measured");
    assertThat(rows(report, "items")).containsEntry("GB out of AWS", "1 0.0000 0.00 measured");
  }

  @Test
  void aStackWithoutMetricsHasABillOfZero() {
    assertThat(report(Map.of())).containsEntry("usdPerDay", new BigDecimal("0.0000"));
  }
}
