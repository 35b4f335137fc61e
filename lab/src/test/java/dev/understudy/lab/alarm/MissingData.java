package dev.understudy.lab.alarm;

import java.util.Arrays;

/** What an alarm takes periods without a figure for. */
enum MissingData {
  MISSING("missing"),
  IGNORE("ignore"),
  BREACHING("breaching"),
  NOT_BREACHING("notBreaching");

  private final String label;

  MissingData(String label) {
    this.label = label;
  }

  /**
   * By the template's word.
   *
   * @throws IllegalArgumentException if CloudWatch has no such word
   */
  static MissingData of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No treatment of missing data: " + label));
  }
}
