package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.util.VersionInfo;

/** What was measured, as Markdown that fits into docs/performance.md, and as JSON. */
final class BenchReport {
  private final Map<String, String> circumstances = new LinkedHashMap<>();
  private final List<ReportRow> rows = new ArrayList<>();
  private final List<Goal> goals = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  BenchReport(BenchSettings settings, boolean real) throws IOException {
    circumstances.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    circumstances.put("commit", printed("git", "describe", "--always", "--dirty"));
    circumstances.put(
        "machine",
        "%d cores, %s, %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("os.name")));
    circumstances.put("JDK", System.getProperty("java.version"));
    circumstances.put("AWS SDK", VersionInfo.SDK_VERSION);
    circumstances.put("servers", real ? "on both sides " + minio() : "embedded");
    circumstances.put("rounds", Integer.toString(settings.rounds()));
    settings.rclone().ifPresent(version -> circumstances.put("rclone", version));
    if (settings.rclone().isEmpty()) {
      leftOut.add("rclone: it is not on the PATH");
    }
  }

  /** Its own words for its version; without those, that it is one. */
  private static String minio() throws IOException {
    String binary = System.getenv().getOrDefault("UNDERSTUDY_MINIO", "minio");
    return printed(binary, "--version").lines().findFirst().orElse("MinIO");
  }

  private static String printed(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  void add(ReportRow row) {
    rows.add(row);
    System.out.println(line(row));
  }

  void add(Goal goal) {
    goals.add(goal);
    System.out.println(line(goal));
  }

  /** Names what was not measured, and why. */
  void leaveOut(String what) {
    leftOut.add(what);
    System.out.println("LEFT OUT: " + what);
  }

  List<Goal> goals() {
    return List.copyOf(goals);
  }

  private String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(
        circumstances.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining("; ", "Taken with: ", ".")));
    lines.addAll(List.of("", "| # | goal | measured | met |", "|---|---|---|---|"));
    goals.forEach(goal -> lines.add(line(goal)));
    lines.addAll(List.of("", "| # | work | who | median (least - most) | calls |"));
    lines.add("|---|---|---|---|---|");
    rows.forEach(row -> lines.add(line(row)));
    if (!leftOut.isEmpty()) {
      lines.add("");
      leftOut.forEach(what -> lines.add("Left out: " + what + "."));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String line(ReportRow row) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            row.part(),
            row.work(),
            row.contender(),
            row.figures().stream().map(Figure::toString).collect(Collectors.joining(", ")),
            row.calls());
  }

  private static String line(Goal goal) {
    return "| %s | %s %s %s | %s | %s |"
        .formatted(
            goal.part(),
            goal.what(),
            goal.isMost() ? "<=" : ">=",
            Figure.number(goal.limit()),
            Figure.number(goal.measured()),
            goal.met() ? "yes" : "**no**");
  }

  /** Writes both forms, and prints the first. */
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".md"), markdown());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("circumstances", circumstances);
    all.put("goals", goals);
    all.put("rows", rows);
    all.put("leftOut", leftOut);
    new JsonMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(name + ".json").toFile(), all);
    System.out.println();
    System.out.print(markdown());
  }
}
