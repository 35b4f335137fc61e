package dev.understudy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.core.config.Environment;
import dev.understudy.lab.CommandLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code make bench-ranges}: one pass over equal buckets, in 1, 2, 4 and 8 key ranges. Each range
 * is compared by the function in a JVM of its own with a heap of 64 MiB, all at the same time. The
 * server is one process for all of them. A pass without ranges, whose keys are the boundaries of
 * the others, comes first and is not reported.
 */
public final class RangesBench {
  private static final int MAX_KEYS = 100_000_000;
  private static final int MIN_KEYS = 1_000_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final SyntheticServer server;
  private final int keys;

  private RangesBench(SyntheticServer server, int keys) {
    this.server = server;
    this.keys = keys;
  }

  /**
   * Variable: {@code BENCH_KEYS}. The argument is the JSON file to write; the Markdown is written
   * beside it.
   */
  public static void main(String[] arguments) {
    System.exit(CommandLine.run(() -> run(Path.of(arguments[0]))));
  }

  private static int run(Path file) throws Exception {
    Environment environment = new Environment(System.getenv());
    int keys = environment.integer("BENCH_KEYS", 20_000_000, MIN_KEYS, MAX_KEYS);
    environment.verify();
    BenchReport report = new BenchReport("synthetic", 1);
    try (SyntheticServer server = SyntheticServer.start()) {
      server.setKeys(keys);
      RangesBench bench = new RangesBench(server, keys);
      bench.request("{\"restart\":true}");
      for (int ranges : new int[] {1, 2, 4, 8}) {
        report.add(bench.pass(ranges));
      }
    }
    report.write(file);
    return 0;
  }

  private ReportRow pass(int ranges) throws Exception {
    JsonNode plan = answer(request("{\"plan\":%d}".formatted(ranges)));
    double serverBefore = server.cpuSeconds();
    long start = System.nanoTime();
    List<String> outputs = compare(plan.get("ranges"));
    double seconds = (System.nanoTime() - start) / 1e9;
    double serverCpu = server.cpuSeconds() - serverBefore;
    String pass = plan.get("pass").asText();
    JsonNode joined = answer(request("{\"pass\":\"%s\",\"join\":true}".formatted(pass)));
    if (joined.path("lastProof").path("keys").asLong() != keys
        || !joined.path("lastProof").path("pass").asText().equals(pass)) {
      throw new IOException("No proof: " + joined);
    }
    double cpu = outputs.stream().mapToDouble(output -> figure(output, 1)).sum();
    return new ReportRow(
        "ranges",
        "%,d equal keys".formatted(keys),
        "%d ranges".formatted(outputs.size()),
        List.of(
            new Figure("s", List.of(seconds)),
            new Figure("CPU s", List.of(cpu)),
            new Figure("CPU us per key", List.of(cpu * 1e6 / keys)),
            new Figure("CPU s of the server", List.of(serverCpu)),
            new Figure("MiB heap", outputs.stream().map(output -> figure(output, 2)).toList())));
  }

  private List<String> compare(JsonNode ranges) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(ranges.size());
    try {
      List<Callable<String>> all = new ArrayList<>();
      ranges.forEach(range -> all.add(() -> request(range.toString())));
      List<String> outputs = new ArrayList<>();
      for (Future<String> one : threads.invokeAll(all)) {
        outputs.add(one.get());
      }
      return outputs;
    } finally {
      threads.shutdownNow();
    }
  }

  private String request(String input) throws IOException, InterruptedException {
    return server.run(SyntheticServer.JVM, ReconcileContender.REQUEST, input);
  }

  private static JsonNode answer(String output) throws IOException {
    String line =
        output.lines().filter(text -> text.startsWith("{\"pass\"")).findFirst().orElse(output);
    return JSON.readTree(line);
  }

  /** A figure of the last line of {@link ReconcileContender}. */
  private static double figure(String output, int number) {
    String last = output.lines().reduce("", (a, b) -> b);
    return Double.parseDouble(last.split(" ", -1)[number]);
  }
}
