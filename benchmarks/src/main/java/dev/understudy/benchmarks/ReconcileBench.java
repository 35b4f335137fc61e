package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.CommandLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code make bench-reconcile}: one pass over equal buckets against listing both sides alone. The
 * server and each contender are processes of their own; rounds are interleaved, so that whatever
 * else the machine does falls on both. A contender has a heap of 64 MiB and no more. Then both go
 * once over more keys, to show that time grows in proportion and memory does not.
 */
public final class ReconcileBench {
  private static final int MAX_KEYS = 100_000_000;

  private static final List<String> WAYS = List.of("list", "reconcile");

  /** Lambda's own tiers (docs/decisions/0006), and the heap that must do. */
  private static final List<String> JVM =
      List.of("-Xmx64m", "-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;

  private ReconcileBench(URI server) {
    this.server = server;
  }

  /** What one contender took. */
  private record Taken(double seconds, double cpu, double before, double after) {}

  /**
   * What was measured of one way and one number of keys.
   *
   * @param calls of the last round, by bucket and kind
   */
  private record Row(String way, long keys, List<Taken> rounds, Map<String, Long> calls) {
    double median() {
      return rounds.stream().mapToDouble(Taken::seconds).sorted().toArray()[rounds.size() / 2];
    }

    double cpu() {
      return rounds.stream().mapToDouble(Taken::cpu).sorted().toArray()[rounds.size() / 2];
    }

    double least() {
      return rounds.stream().mapToDouble(Taken::seconds).min().orElse(0);
    }

    double most() {
      return rounds.stream().mapToDouble(Taken::seconds).max().orElse(0);
    }

    double heapBefore() {
      return rounds.stream().mapToDouble(Taken::before).max().orElse(0);
    }

    double heapAfter() {
      return rounds.stream().mapToDouble(Taken::after).max().orElse(0);
    }

    long allCalls() {
      return calls.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Variables: {@code BENCH_KEYS}, {@code BENCH_ROUNDS}, {@code BENCH_MORE_KEYS} (0 for none). The
   * argument is a file for the same figures as JSON.
   */
  public static void main(String[] arguments) {
    System.exit(CommandLine.run(() -> run(Path.of(arguments[0]))));
  }

  private static int run(Path file) throws IOException, InterruptedException {
    Environment environment = new Environment(System.getenv());
    int keys = environment.integer("BENCH_KEYS", 1_000_000, 1_000, MAX_KEYS);
    int more = environment.integer("BENCH_MORE_KEYS", 5_000_000, 0, MAX_KEYS);
    int rounds = environment.integer("BENCH_ROUNDS", 3, 1, 100);
    environment.verify();
    Process server =
        LambdaProcess.java(List.of("-Xmx256m"), SyntheticBuckets.class)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String port =
          new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine();
      ReconcileBench bench = new ReconcileBench(URI.create("http://127.0.0.1:" + port));
      List<Row> rows = new ArrayList<>(bench.rows(keys, rounds));
      if (more > 0) {
        rows.addAll(bench.rows(more, 1));
      }
      print(rows);
      Files.writeString(file, json(rows), UTF_8);
      return 0;
    } finally {
      server.destroy();
      server.onExit().join();
    }
  }

  private List<Row> rows(long keys, int rounds) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(server.resolve("/keys/" + keys))
            .PUT(HttpRequest.BodyPublishers.noBody()));
    Map<String, List<Taken>> taken = new LinkedHashMap<>();
    Map<String, Map<String, Long>> calls = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (String way : WAYS) {
        calls();
        taken.computeIfAbsent(way, w -> new ArrayList<>()).add(run(way, keys));
        calls.put(way, calls());
      }
    }
    return WAYS.stream()
        .map(
            way ->
                new Row(
                    way,
                    keys,
                    taken.getOrDefault(way, List.of()),
                    calls.getOrDefault(way, Map.of())))
        .toList();
  }

  private Map<String, Long> calls() throws IOException, InterruptedException {
    Map<String, Long> calls = new LinkedHashMap<>();
    for (String line : send(HttpRequest.newBuilder(server.resolve("/calls"))).split("\n", -1)) {
      int space = line.lastIndexOf(' ');
      if (space > 0 && !line.endsWith(" 0")) {
        calls.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
      }
    }
    return calls;
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private Taken run(String way, long keys) throws IOException, InterruptedException {
    ProcessBuilder builder = LambdaProcess.java(JVM, ReconcileContender.class, way, "" + keys);
    builder.redirectErrorStream(true).environment().putAll(variables());
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(way + " failed:\n" + printed);
    }
    String[] figures = printed.lines().reduce("", (a, b) -> b).split(" ", -1);
    return new Taken(
        Double.parseDouble(figures[0]),
        Double.parseDouble(figures[1]),
        Double.parseDouble(figures[2]),
        Double.parseDouble(figures[3]));
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", "ak");
    variables.put("AWS_SECRET_ACCESS_KEY", "sk");
    variables.put("PRIMARY_BUCKET", "primary");
    variables.put("PRIMARY_ENDPOINT", server.toString());
    variables.put("STANDBY_BUCKET", "standby");
    variables.put("STANDBY_ENDPOINT", server.toString());
    variables.put("STANDBY_ACCESS_KEY", "sak");
    variables.put("STANDBY_SECRET_KEY", "ssk");
    // Nothing differs, so that no hint is sent.
    variables.put("REPAIRS_QUEUE_URL", "http://127.0.0.1:9/repairs");
    variables.put("SQS_ENDPOINT", "http://127.0.0.1:9");
    return variables;
  }

  private static void print(List<Row> rows) {
    System.out.println(
        "| way | keys | s, median | least | most | ratio | CPU s | s per million | heap MiB, most"
            + " before and after a collection | calls per million keys |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (Row row : rows) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d | %.1f | %.1f | %.1f | %.2f | %.1f | %.1f | %.0f and %.0f | %,d |%n",
          row.way,
          row.keys,
          row.median(),
          row.least(),
          row.most(),
          ratio(row, rows),
          row.cpu(),
          row.median() * 1e6 / row.keys,
          row.heapBefore(),
          row.heapAfter(),
          row.allCalls() * 1_000_000 / row.keys);
    }
    rows.forEach(
        row -> System.out.printf(Locale.ROOT, "%s, %,d keys: %s%n", row.way, row.keys, row.calls));
  }

  /** To listing alone, of as many keys in the same run. */
  private static double ratio(Row row, List<Row> rows) {
    return rows.stream()
        .filter(other -> other.keys == row.keys && other.way.equals("list"))
        .mapToDouble(list -> row.median() / list.median())
        .findFirst()
        .orElse(0);
  }

  private static String json(List<Row> rows) {
    List<String> objects =
        rows.stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "  {\"way\": \"%s\", \"keys\": %d, \"seconds\": %.3f, \"least\": %.3f,"
                            + " \"most\": %.3f, \"ratio\": %.3f, \"cpuSeconds\": %.3f,"
                            + " \"heapMiBBeforeCollection\": %.1f, \"heapMiBAfterFullCollection\":"
                            + " %.1f, \"calls\": %d}",
                        row.way,
                        row.keys,
                        row.median(),
                        row.least(),
                        row.most(),
                        ratio(row, rows),
                        row.cpu(),
                        row.heapBefore(),
                        row.heapAfter(),
                        row.allCalls()))
            .toList();
    return "[\n" + String.join(",\n", objects) + "\n]\n";
  }
}
