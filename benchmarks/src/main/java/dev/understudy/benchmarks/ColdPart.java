package dev.understudy.benchmarks;

import dev.understudy.lab.runtime.RuntimeApi;
import dev.understudy.lab.runtime.RuntimeInterfaceClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * P6: from the start of the process until the first replica is confirmed, compared with a function
 * that has the same libraries and makes one call. Without SnapStart, which hides most of both.
 */
final class ColdPart implements BenchPart {
  static final String KEY = "cold";

  private static final Duration MAX_DURATION = Duration.ofMinutes(1);
  private static final double ARTEFACT_MEBIBYTES = 20;

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    buckets.put(KEY, new byte[4096]);
    Path folder = Files.createTempDirectory("one-call-");
    List<Path> oneCall = new ArrayList<>(LambdaProcess.packaged());
    oneCall.set(0, classFile(folder));
    List<Usage> oneCallUsages = new ArrayList<>();
    List<Usage> replicatorUsages = new ArrayList<>();
    for (int round = 0; round < settings.rounds(); round++) {
      Map<String, String> environment = buckets.fresh();
      List<String> flags = LambdaProcess.flags(environment);
      oneCallUsages.add(first(oneCall, OneCallHandler.class.getName(), environment, flags, "{}"));
      replicatorUsages.add(firstCopy(environment, flags));
      buckets.requireEqual(environment, List.of(KEY));
      buckets.drop(environment);
    }
    report.add(row("a function of one call", oneCallUsages));
    report.add(row("understudy", replicatorUsages));
    goals(replicatorUsages, oneCallUsages).forEach(report::add);
    report.add(
        Goal.atMost("P6", "artefact, MiB", LambdaProcess.artefactMebibytes(), ARTEFACT_MEBIBYTES));
  }

  private static List<Goal> goals(List<Usage> replicator, List<Usage> oneCall) {
    return List.of(
        Goal.atMost(
            "P6",
            "first object: CPU, understudy / one call",
            ratio(replicator, oneCall, true),
            1.5),
        Goal.atMost(
            "P6",
            "first object: time, understudy / one call",
            ratio(replicator, oneCall, false),
            1.5));
  }

  /** A folder with this class only, so that the rest of the class path equals the replicator's. */
  private static Path classFile(Path folder) throws IOException {
    String name = OneCallHandler.class.getName().replace('.', '/') + ".class";
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = OneCallHandler.class.getResourceAsStream("/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return folder;
  }

  /** Starts the replicator and copies {@value #KEY}. */
  static Usage firstCopy(Map<String, String> environment, List<String> flags) throws IOException {
    return first(
        LambdaProcess.packaged(),
        ReplicatorContender.HANDLER,
        environment,
        flags,
        ReplicatorContender.event(List.of(KEY)));
  }

  private static Usage first(
      List<Path> classPath,
      String handler,
      Map<String, String> environment,
      List<String> flags,
      String event)
      throws IOException {
    long start = System.nanoTime();
    try (RuntimeInterfaceClient child =
        RuntimeInterfaceClient.start(
            classPath, handler, environment, flags.toArray(String[]::new))) {
      RuntimeApi.Outcome outcome = child.invoke(event, MAX_DURATION);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (outcome.error() || outcome.payload().contains("itemIdentifier")) {
        throw new IOException(outcome.payload() + "\n" + child.output());
      }
      return new Usage(
          Usage.cpu(child.process()).toMillis() / 1e3, seconds, Usage.peak(child.process()));
    }
  }

  private static ReportRow row(String contender, List<Usage> usages) {
    return new ReportRow(
        "P6",
        "process start to the first answer",
        contender,
        List.of(
            BenchSettings.figure("CPU s", usages, Usage::cpu),
            BenchSettings.figure("s", usages, Usage::seconds),
            BenchSettings.figure("MiB RSS", usages, Usage::mebibytes)));
  }

  private static double ratio(
      List<Usage> replicatorUsages, List<Usage> oneCallUsages, boolean isCpu) {
    return BenchSettings.figure("", replicatorUsages, isCpu ? Usage::cpu : Usage::seconds).median()
        / BenchSettings.figure("", oneCallUsages, isCpu ? Usage::cpu : Usage::seconds).median();
  }
}
