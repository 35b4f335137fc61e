package dev.understudy.cli.failback;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.json.JsonTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The report of a failback: one JSON line for each key that was written, decided, in conflict or
 * failed. It also remembers, across runs, the keys that are settled although both sides differ: a
 * person kept the primary's state, or the primary gives its own ETag to a copy. Safe for several
 * threads.
 */
public final class Journal implements AutoCloseable {
  private static final String STANDBY = "standbyEtag";
  private static final String PRIMARY = "primaryEtag";

  private final Map<String, Pair> settled = new HashMap<>();
  private final @Nullable BufferedWriter file;

  /** The ETags of both sides; empty where there is no object. */
  private record Pair(String standby, String primary) {}

  /**
   * Opens the report, and continues it if it exists.
   *
   * @throws ConfigurationException if the file cannot be read and written
   */
  public static Journal open(Path path) {
    return attempt(
        path,
        () ->
            new Journal(
                path,
                Files.newBufferedWriter(
                    path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
  }

  /**
   * Reads the report of earlier runs, if it exists, and never writes to it.
   *
   * @throws ConfigurationException if the file exists and cannot be read
   */
  public static Journal read(Path path) {
    return attempt(path, () -> new Journal(path, null));
  }

  private static Journal attempt(Path path, Callable<Journal> opening) {
    try {
      return opening.call();
    } catch (Exception e) {
      throw new ConfigurationException(
          "the report %s cannot be used: %s".formatted(path, e.getMessage()));
    }
  }

  private Journal(Path path, @Nullable BufferedWriter file) throws IOException {
    this.file = file;
    if (Files.exists(path)) {
      try (var lines = Files.lines(path)) {
        lines.flatMap(line -> JsonTree.object(line).stream()).forEach(this::remember);
      }
    }
  }

  private void remember(Map<String, Object> line) {
    if (line.get("key") instanceof String key) {
      Pair pair = new Pair(text(line, STANDBY), text(line, PRIMARY));
      boolean kept = Verdict.PRIMARY_KEPT.label().equals(line.get("verdict"));
      boolean copied = Verdict.COPIED.label().equals(line.get("verdict"));
      if (kept || (copied && !pair.standby().equals(pair.primary()))) {
        settled.put(key, pair);
      }
    }
  }

  private static String text(Map<String, Object> line, String name) {
    return String.valueOf(line.getOrDefault(name, ""));
  }

  /** Whether a run settled exactly these objects of both sides. */
  synchronized boolean settled(KeyState state) {
    return new Pair(state.standbyEtag(), state.primaryEtag())
        .equals(settled.get(state.key().value()));
  }

  /**
   * Appends a line, which is durable against the end of this process.
   *
   * @param primaryEtag of the primary's object now; empty without an object
   */
  synchronized void write(KeyState state, String primaryEtag) {
    if (file == null) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", Instant.now().toString());
    line.putAll(state.row());
    line.put(STANDBY, state.standbyEtag());
    line.put(PRIMARY, primaryEtag);
    remember(line);
    try {
      file.write(JSON.std.asString(line));
      file.write('\n');
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
