package dev.understudy.benchmarks;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.CommandLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code make bench-reconcile}: P5, one reconciler pass over equal buckets, compared with listing
 * both buckets, by the function's own reader and by {@code S3Client}. The server and each contender
 * are separate processes, and rounds are interleaved, so that other load on the machine affects
 * both alike. A contender has a heap of 64 MiB. In a further round, each answer is late, as over a
 * network. A last round over more keys shows that time grows in proportion and memory does not.
 */
public final class ReconcileBench {
  private static final int MAX_KEYS = 100_000_000;
  private static final int GOAL_KEYS = 1_000_000;
  private static final double MAX_TIME = 1.1;
  private static final Duration LATE = Duration.ofMillis(20);
  private static final String LISTING = "listing both sides alone";
  private static final String UNDERSTUDY = "understudy";

  /** Aalto XML would otherwise read the listings of {@code S3Client} too. */
  private static final List<String> JVM_OF_SDK =
      List.of("-Djavax.xml.stream.XMLInputFactory=com.sun.xml.internal.stream.XMLInputFactoryImpl");

  private final SyntheticServer server;

  private ReconcileBench(SyntheticServer server) {
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
    try (SyntheticServer server = SyntheticServer.start()) {
      ReconcileBench bench = new ReconcileBench(server);
      List<Goal> goals = new ArrayList<>(bench.measure(keys, rounds, report));
      goals.add(bench.measureLate(keys, report));
      goals.forEach(report::add);
      if (moreKeys > 0) {
        bench.measure(moreKeys, 1, report);
      }
    }
    report.write(file);
    return 0;
  }

  /** Adds the rows; returns the goals, which hold for the usual number of keys. */
  private List<Goal> measure(int keys, int rounds, BenchReport report)
      throws IOException, InterruptedException {
    server.setKeys(keys);
    PassRuns sdk = new PassRuns("listing both sides with S3Client");
    PassRuns listing = new PassRuns(LISTING);
    PassRuns reconciler = new PassRuns(UNDERSTUDY);
    for (int round = 0; round < rounds; round++) {
      run(ReconcileContender.LIST_SDK, keys, sdk);
      run(ReconcileContender.LIST, keys, listing);
      run(ReconcileContender.RECONCILE, keys, reconciler);
    }
    List.of(sdk, listing, reconciler).forEach(runs -> report.add(runs.row(work(keys))));
    return List.of(
        Goal.atMost(
            "P5", "CPU, understudy / listing with S3Client", reconciler.cpuSecondsBy(sdk), 0.25),
        Goal.atMost(
            "P5", "time, understudy / listing alone", reconciler.secondsBy(listing), MAX_TIME),
        Goal.atMost("P5", "MiB of heap", reconciler.peakHeap(), SyntheticServer.HEAP_MEBIBYTES));
  }

  /** The same keys as over a network: one round, because waiting takes most of the time. */
  private Goal measureLate(int keys, BenchReport report) throws IOException, InterruptedException {
    server.setDelay(LATE);
    PassRuns listing = new PassRuns(LISTING);
    PassRuns reconciler = new PassRuns(UNDERSTUDY);
    run(ReconcileContender.LIST, keys, listing);
    run(ReconcileContender.RECONCILE, keys, reconciler);
    server.setDelay(Duration.ZERO);
    String late = "each answer %d ms late".formatted(LATE.toMillis());
    List.of(listing, reconciler).forEach(runs -> report.add(runs.row(work(keys) + ", " + late)));
    return Goal.atMost(
        "P5", late + ": time, understudy / listing alone", reconciler.secondsBy(listing), MAX_TIME);
  }

  private static String work(int keys) {
    return "%,d equal keys".formatted(keys);
  }

  private void run(String mode, int keys, PassRuns runs) throws IOException, InterruptedException {
    server.calls();
    List<String> flags = new ArrayList<>(SyntheticServer.JVM);
    if (mode.equals(ReconcileContender.LIST_SDK)) {
      flags.addAll(JVM_OF_SDK);
    }
    runs.add(server.run(flags, mode, "" + keys), server.calls());
  }
}
