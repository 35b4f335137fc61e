package dev.understudy.lab.standby;

import dev.understudy.lab.repository.ProjectFiles;
import java.util.Arrays;
import java.util.List;

/** The table of measured servers in docs/standbys.md. */
final class StandbyTable {
  static final String DOCUMENT = "docs/standbys.md";
  static final String HEAD = "| server | version | level | what is missing | keys held |";

  private StandbyTable() {}

  /**
   * One measured server.
   *
   * @param version what was measured; another version of the server may differ
   * @param level as {@link dev.understudy.core.store.Dialect#label} names it
   * @param missing the sentences of {@link dev.understudy.core.store.Dialect#missing}, or "nothing"
   * @param held how many of the hostile keys the standby holds, such as {@code 180 of 220}
   */
  record Row(String server, String version, String level, String missing, String held) {
    static Row of(String line) {
      List<String> cells =
          Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
      if (cells.size() != 5) {
        throw new IllegalStateException("Not five cells: " + line);
      }
      return new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
    }

    /** The same measurement of another version. */
    Row withVersion(String other) {
      return new Row(server, other, level, missing, held);
    }

    @Override
    public String toString() {
      return "| %s | %s | %s | %s | %s |".formatted(server, version, level, missing, held);
    }
  }

  /** The committed rows. */
  static List<Row> read() {
    return ProjectFiles.read(DOCUMENT)
        .lines()
        .dropWhile(line -> !line.equals(HEAD))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(Row::of)
        .toList();
  }
}
