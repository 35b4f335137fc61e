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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code make bench-reconcile}: P5, one reconciler pass over equal buckets, compared with listing
 * both buckets, by the function's own reader and by {@code S3Client}. The server and each contender
 * are separate processes, and rounds are interleaved, so that other load on the machine affects
 * both alike. A contender has a heap of 64 MiB. A last round over more keys shows that time grows
 * in proportion and memory does not.
 */
public final class ReconcileBench {
  private static final int MAX_KEYS = 100_000_000;
  private static final int GOAL_KEYS = 1_000_000;
  private static final int HEAP_MEBIBYTES = 64;

  /** The JVM flags of the functions (docs/decisions/0006), with the heap of the goal. */
  private static final List<String> JVM =
      List.of(
          "-Xmx" + HEAP_MEBIBYTES + "m",
          "-XX:+TieredCompilation",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC");

  /** Aalto XML would otherwise read the listings of {@code S3Client} too. */
  private static final List<String> JVM_OF_SDK =
      List.of("-Djavax.xml.stream.XMLInputFactory=com.sun.xml.internal.stream.XMLInputFactoryImpl");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;

  private ReconcileBench(URI server) {
    this.server = server;
  }

  /**
   * Variables: {@code BENCH_KEYS}, {@code BENCH_ROUNDS}, {@code BENCH_MORE_KEYS} (0 for none). The
   * argument is the JSON file to write; the Markdown is written beside it.
   */
  public static void main(String[] arguments) {
    System.exit(CommandLine.run(() -> run(Path.of(arguments[0]))));
  }

  private static int run(Path file) throws IOException, InterruptedException {
    Environment environment = new Environment(System.getenv());
    int keys = environment.integer("BENCH_KEYS", GOAL_KEYS, 1_000, MAX_KEYS);
    int moreKeys = environment.integer("BENCH_MORE_KEYS", 5_000_000, 0, MAX_KEYS);
    int rounds = environment.integer("BENCH_ROUNDS", 3, 1, 100);
    environment.verify();
    BenchReport report = new BenchReport("synthetic", rounds);
    Process server =
        LambdaProcess.java(List.of("-Xmx256m"), SyntheticBuckets.class)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String port =
          new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine();
      ReconcileBench bench = new ReconcileBench(URI.create("http://127.0.0.1:" + port));
      bench.measure(keys, rounds, report).forEach(report::add);
      if (moreKeys > 0) {
        bench.measure(moreKeys, 1, report);
      }
    } finally {
      server.destroy();
      server.onExit().join();
    }
    report.write(file);
    return 0;
  }

  /** Adds the rows; returns the goals, which hold for the usual number of keys. */
  private List<Goal> measure(int keys, int rounds, BenchReport report)
      throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(server.resolve("/keys/" + keys))
            .PUT(HttpRequest.BodyPublishers.noBody()));
    PassRuns sdk = new PassRuns("listing both sides with S3Client");
    PassRuns listing = new PassRuns("listing both sides alone");
    PassRuns reconciler = new PassRuns("understudy");
    for (int round = 0; round < rounds; round++) {
      run(ReconcileContender.LIST_SDK, keys, sdk);
      run(ReconcileContender.LIST, keys, listing);
      run(ReconcileContender.RECONCILE, keys, reconciler);
    }
    List.of(sdk, listing, reconciler).forEach(runs -> report.add(runs.row(keys)));
    double cpu = reconciler.medianCpuSeconds() / sdk.medianCpuSeconds();
    double time = reconciler.medianSeconds() / listing.medianSeconds();
    return List.of(
        Goal.atMost("P5", "CPU, understudy / listing with S3Client", cpu, 0.25),
        Goal.atMost("P5", "time, understudy / listing alone", time, 1.1),
        Goal.atMost("P5", "MiB of heap", reconciler.peakHeap(), HEAP_MEBIBYTES));
  }

  private void run(String mode, int keys, PassRuns runs) throws IOException, InterruptedException {
    calls();
    List<String> flags = new ArrayList<>(JVM);
    if (mode.equals(ReconcileContender.LIST_SDK)) {
      flags.addAll(JVM_OF_SDK);
    }
    ProcessBuilder builder = LambdaProcess.java(flags, ReconcileContender.class, mode, "" + keys);
    builder.redirectErrorStream(true).environment().putAll(variables());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(mode + " failed:\n" + output);
    }
    runs.add(output, calls());
  }

  /** The requests since the last call, by bucket and operation. */
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
    // The buckets are equal, so no hint is sent and the queue need not exist.
    variables.put("REPAIRS_QUEUE_URL", "http://127.0.0.1:9/repairs");
    variables.put("SQS_ENDPOINT", "http://127.0.0.1:9");
    return variables;
  }
}
