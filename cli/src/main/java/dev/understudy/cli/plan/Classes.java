package dev.understudy.cli.plan;

import dev.understudy.core.store.ListedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tallies by size and by age. Used by one thread. */
final class Classes {
  private static final long[] SIZES = {
    4L << 10, 64L << 10, 1L << 20, 8L << 20, 64L << 20, 1L << 30, 5L << 30, Long.MAX_VALUE
  };
  private static final int[] AGES = {1, 7, 30, 90, 365, 1095};

  private final Instant now;
  private final Tally[] sizes = tallies(SIZES.length);
  private final Tally[] ages = tallies(AGES.length + 1);

  /**
   * @param now ages are measured from here
   */
  Classes(Instant now) {
    this.now = now;
  }

  private static Tally[] tallies(int number) {
    Tally[] tallies = new Tally[number];
    for (int i = 0; i < number; i++) {
      tallies[i] = new Tally();
    }
    return tallies;
  }

  void add(ListedObject object) {
    int size = 0;
    while (object.size() > SIZES[size]) {
      size++;
    }
    sizes[size].add(object.size());
    int age = 0;
    while (age < AGES.length && isOlder(object, AGES[age])) {
      age++;
    }
    ages[age].add(object.size());
  }

  private boolean isOlder(ListedObject object, int days) {
    return object.lastModified().isBefore(now.minus(Duration.ofDays(days)));
  }

  List<Map<String, Object>> sizeRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < SIZES.length; i++) {
      boolean last = i == SIZES.length - 1;
      String name = (last ? "above " : "up to ") + Tally.size(SIZES[last ? i - 1 : i]);
      rows.add(sizes[i].row("objects", name));
    }
    return rows;
  }

  List<Map<String, Object>> ageRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < AGES.length; i++) {
      rows.add(
          ages[i].row("changed", AGES[i] == 1 ? "within a day" : "within " + AGES[i] + " days"));
    }
    rows.add(ages[AGES.length].row("changed", "earlier"));
    return rows;
  }

  /** What each maximum age would hold. */
  List<Map<String, Object>> maxAgeRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    Tally younger = new Tally();
    for (int i = 0; i < AGES.length; i++) {
      younger.add(ages[i]);
      rows.add(younger.row("setting", "ReplicateMaxAgeDays=" + AGES[i]));
    }
    return rows;
  }
}
