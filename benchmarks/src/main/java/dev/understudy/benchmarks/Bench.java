package dev.understudy.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.CommandLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code make bench}: the cost and speed of the replicator, compared with a plain relay, rclone and
 * a full copy. Servers and contenders are separate processes that speak TLS, and rounds are
 * interleaved, so that other load on the machine affects all alike.
 */
public final class Bench {
  private static final Path FOLDER = Path.of("target", "bench");

  private static final String SETTINGS = "settings";

  private Bench() {}

  /**
   * Arguments: the parts to run; the default is all except {@code settings}. Variables: those of
   * {@link BenchSettings}, and {@code REAL=1} for a MinIO on both buckets.
   */
  public static void main(String[] arguments) {
    // Without exit, threads of clients and queues would keep the JVM alive after a failure.
    System.exit(CommandLine.run(() -> run(List.of(arguments))));
  }

  private static int run(List<String> arguments) throws IOException {
    Map<String, BenchPart> all = parts();
    List<String> wanted = new ArrayList<>(arguments);
    if (wanted.isEmpty()) {
      wanted.addAll(all.keySet());
      wanted.remove(SETTINGS);
    }
    if (!all.keySet().containsAll(wanted)) {
      throw new ConfigurationException("The parts are " + all.keySet() + ", not " + wanted);
    }
    Map<String, String> environment = System.getenv();
    BenchSettings settings = BenchSettings.of(environment);
    boolean real = environment.getOrDefault("REAL", "").equals("1");
    BenchReport report = BenchReport.of(settings, real);
    try (BenchBuckets buckets = BenchBuckets.start(real, 0)) {
      for (String part : wanted) {
        long start = System.nanoTime();
        requireNonNull(all.get(part)).run(buckets, settings, report);
        System.out.printf("%s took %d s%n%n", part, (System.nanoTime() - start) / 1_000_000_000);
      }
    }
    if (arguments.isEmpty()) {
      ReconcilePart.add(report);
    }
    report.write(FOLDER.resolve((wanted.size() == 1 ? wanted.get(0) : "bench") + ".json"));
    return 0;
  }

  private static Map<String, BenchPart> parts() {
    Map<String, BenchPart> parts = new LinkedHashMap<>();
    parts.put("copy", new CopyPart());
    parts.put("small", new SmallPart());
    parts.put("calls", new CallsPart());
    parts.put("heap", new HeapPart());
    parts.put("cold", new ColdPart());
    parts.put("lag", new LagPart());
    parts.put("mixed", new MixedPart());
    parts.put(SETTINGS, new SettingsPart());
    return parts;
  }
}
