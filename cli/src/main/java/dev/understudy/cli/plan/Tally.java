package dev.understudy.cli.plan;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A number of keys and their bytes. Used by one thread. */
public final class Tally {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private long keys;
  private long bytes;

  static Tally of(long keys, long bytes) {
    Tally tally = new Tally();
    tally.keys = keys;
    tally.bytes = bytes;
    return tally;
  }

  void add(long size) {
    keys++;
    bytes += size;
  }

  void add(Tally other) {
    keys += other.keys;
    bytes += other.bytes;
  }

  public long keys() {
    return keys;
  }

  public long bytes() {
    return bytes;
  }

  /** A row of the report: the name, the keys, the bytes, and the bytes for people. */
  Map<String, Object> row(String column, String name) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(column, name);
    row.putAll(fields());
    return row;
  }

  /** The keys, the bytes, and the bytes for people. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("keys", keys);
    fields.put("bytes", bytes);
    fields.put("size", size(bytes));
    return fields;
  }

  /** Bytes for people, such as 1.5 GiB. */
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
