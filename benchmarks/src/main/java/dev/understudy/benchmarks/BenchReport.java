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
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.util.VersionInfo;

/** The results of a benchmark, as Markdown for docs/performance.md and as JSON. */
final class BenchReport {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> circumstances = new LinkedHashMap<>();
  private final List<ReportRow> rows = new ArrayList<>();
  private final List<Goal> goals = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  /** The JSON form. */
  private record Content(
      Map<String, String> circumstances,
      List<Goal> goals,
      List<ReportRow> rows,
      List<String> leftOut) {}

  /**
   * An empty report.
   *
   * @param servers what the contenders copy between, in words
   */
  BenchReport(String servers, int rounds) throws IOException {
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
    circumstances.put("servers", servers);
    circumstances.put("rounds", Integer.toString(rounds));
  }

  /**
   * An empty report of the benchmark with these settings.
   *
   * @param real whether primary and standby are a MinIO each
   */
  static BenchReport of(BenchSettings settings, boolean real) throws IOException {
    BenchReport report =
        new BenchReport(real ? "on both sides " + minio() : "embedded", settings.rounds());
    report.program("rclone", settings.rclone());
    report.program("mc", settings.mc());
    report.program("s3sync", settings.s3sync());
    return report;
  }

  private void program(String name, Optional<String> version) {
    version.ifPresentOrElse(
        found -> circumstances.put(name, found), () -> leaveOut(name + ": it is not on the PATH"));
  }

  /** The version that the MinIO binary prints, or "MinIO". */
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

  /**
   * Adds the goals and rows of a report that was written earlier.
   *
   * @throws IOException if the file cannot be read, or has another format
   */
  void addAll(Path json) throws IOException {
    Content earlier = JSON.readValue(json.toFile(), Content.class);
    earlier.rows.forEach(this::add);
    earlier.goals.forEach(this::add);
  }

  /** Names a part that was not measured, and the reason. */
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

  /** Writes the JSON file and the Markdown beside it, and prints the Markdown. */
  void write(Path json) throws IOException {
    Files.createDirectories(json.toAbsolutePath().getParent());
    String name = json.getFileName().toString().replaceFirst("\\.json$", "");
    Files.writeString(json.resolveSibling(name + ".md"), markdown());
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(json.toFile(), new Content(circumstances, goals, rows, leftOut));
    System.out.println();
    System.out.print(markdown());
  }
}
