package dev.understudy.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.json.JsonTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report of an audit: one JSON object per line. A line {@code through} ends each batch, so that
 * an audit that was interrupted resumes after it. The last line has the SHA-256 of all lines before
 * it. Used by one thread.
 */
final class AuditReport implements AutoCloseable {
  static final String THROUGH = "through";

  private final MessageDigest digest = BucketReader.sha256();
  private final BufferedWriter file;
  private Optional<Map<String, Object>> state = Optional.empty();

  /**
   * Opens the report.
   *
   * @param header the first line, which says what is compared
   * @param resume continues an existing report after its last complete batch; otherwise replaces it
   * @throws ConfigurationException if the existing report has another header
   */
  AuditReport(Path path, Map<String, ?> header, boolean resume) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + ".draft");
    try (BufferedWriter kept = Files.newBufferedWriter(draft)) {
      if (resume && Files.exists(path)) {
        requireHeader(path, header);
        keepCompleteBatches(path, kept);
      }
    }
    Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
    this.file = Files.newBufferedWriter(path, StandardOpenOption.APPEND);
    if (state.isEmpty()) {
      write(header);
    }
  }

  private static void requireHeader(Path path, Map<String, ?> header) throws IOException {
    try (var lines = Files.newBufferedReader(path)) {
      String first = lines.readLine();
      if (first != null && !first.equals(JSON.std.asString(header))) {
        throw new ConfigurationException(
            "%s is the report of an audit with other options: %s".formatted(path, first));
      }
    }
  }

  /** Holds at most one batch in memory. */
  private void keepCompleteBatches(Path path, BufferedWriter kept) throws IOException {
    List<String> batch = new ArrayList<>();
    try (var lines = Files.newBufferedReader(path)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        batch.add(line);
        Optional<Map<String, Object>> through =
            JsonTree.object(line).filter(fields -> fields.containsKey(THROUGH));
        if (through.isPresent()) {
          state = through;
          for (String complete : batch) {
            append(kept, complete);
          }
          batch.clear();
        }
      }
    }
  }

  /** The last line that ended a batch; empty at the beginning. */
  Optional<Map<String, Object>> resumed() {
    return state;
  }

  /** Appends a line. */
  void write(Map<String, ?> line) throws IOException {
    append(file, JSON.std.asString(line));
  }

  /** Makes everything that was written so far durable against the end of this process. */
  void flush() throws IOException {
    file.flush();
  }

  /** Appends the last line and returns the digest of all lines before it. */
  String finish() throws IOException {
    String hex = HexFormat.of().formatHex(digest.digest());
    write(Map.of("sha256OfReport", hex));
    flush();
    return hex;
  }

  private void append(BufferedWriter to, String line) throws IOException {
    to.write(line);
    to.write('\n');
    digest.update((line + "\n").getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
