package dev.understudy.reconciler.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  @Test
  void readsLinesWhateverTheirEnd() throws IOException {
    assertThat(lines("".getBytes(UTF_8))).isEmpty();
    assertThat(lines("a".getBytes(UTF_8))).containsExactly("a");
    assertThat(lines("a\n\né\n".getBytes(UTF_8))).containsExactly("a", "", "é");
  }

  @Test
  void readsSeveralCompressedFilesInOne() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(compressed("a\n"));
    both.writeBytes(compressed("b\n"));

    assertThat(lines(both.toByteArray())).containsExactly("a", "b");
  }

  @Test
  void cutsLinesThatAreTooLong() throws IOException {
    String text = "x".repeat(LogLines.MAX_LINE_BYTES * 3) + "\nb";

    assertThat(lines(text.getBytes(UTF_8)))
        .containsExactly("x".repeat(LogLines.MAX_LINE_BYTES), "b");
  }

  @Test
  void failsWhereCompressedContentIsCut() throws IOException {
    byte[] content = compressed("a\n".repeat(10_000));

    assertThatThrownBy(() -> lines(Arrays.copyOf(content, content.length / 2)))
        .isInstanceOf(EOFException.class);
  }

  static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> lines(byte[] content) throws IOException {
    LogLines reader = new LogLines(new ByteArrayInputStream(content));
    List<String> lines = new ArrayList<>();
    for (String line = reader.read(); line != null; line = reader.read()) {
      lines.add(line);
    }
    return lines;
  }
}
