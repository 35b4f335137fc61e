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
 * {@code make bench}: what the replicator costs and how long it takes, against a bare relay, rclone
 * and the way that the project began from. Servers and contenders are processes of their own over
 * TLS; rounds are interleaved, so that whatever else the machine does falls on all.
 */
public final class Bench {
  private static final Path FOLDER = Path.of("target", "bench");

  private static final String SETTINGS = "settings";

  private Bench() {}

  /**
   * Arguments: the parts to run, by default all but the settings. Variables: those of {@link
   * BenchSettings}, and {@code REAL=1} for a MinIO on both sides.
   */
  public static void main(String[] arguments) {
    // Threads of clients and queues keep a JVM alive whose main has failed.
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
    BenchReport report = new BenchReport(settings, real);
    try (BenchBuckets sides = BenchBuckets.start(real, 0)) {
      for (String part : wanted) {
        long start = System.nanoTime();
        requireNonNull(all.get(part)).run(sides, settings, report);
        System.out.printf("%s took %d s%n%n", part, (System.nanoTime() - start) / 1_000_000_000);
      }
    }
    if (arguments.isEmpty()) {
      ReconcilePart.add(report);
    }
    report.write(FOLDER, wanted.size() == 1 ? wanted.get(0) : "bench");
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
