package dev.understudy.testkit.readers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A row of {@code requests.txt}.
 *
 * @param s3 the answers of S3's documentation, each equally right
 * @param standby the answers of the standby
 * @param why why the standby answers differently; empty if it does not
 */
record ReaderRow(
    ReaderRequest request, List<ReaderAnswer> s3, List<ReaderAnswer> standby, String why) {
  private static final int CELLS = 6;

  static List<ReaderRow> all() {
    try (InputStream table =
        Objects.requireNonNull(ReaderRow.class.getResourceAsStream("requests.txt"))) {
      return new String(table.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(ReaderRow::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ReaderRow parse(String line) {
    List<String> cells =
        Stream.of((line + "|".repeat(CELLS)).split("\\|", -1)).map(String::strip).toList();
    List<ReaderAnswer> s3 = ReaderAnswer.parse(cells.get(3));
    return new ReaderRow(
        ReaderRequest.parse(cells.get(0), cells.get(1), cells.get(2)),
        s3,
        cells.get(4).isEmpty() ? s3 : ReaderAnswer.parse(cells.get(4)),
        cells.get(5));
  }

  @Override
  public String toString() {
    return request.method() + " " + request.target() + " " + request.headers();
  }
}
