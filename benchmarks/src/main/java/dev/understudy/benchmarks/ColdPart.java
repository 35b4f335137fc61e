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
 * that makes one call with the SDK and has the same libraries otherwise; and until the first 1,000
 * are, compared with the relay. Without SnapStart, which hides most of each start.
 */
final class ColdPart implements BenchPart {
  static final String KEY = "cold";

  private static final String FIRST_ANSWER = "process start to the first answer";
  private static final String FIRST_OBJECTS = "process start to the first 1,000 objects";

  private static final Duration MAX_DURATION = Duration.ofMinutes(1);
  private static final double ARTEFACT_MEBIBYTES = 14;

  /** 0.35 of the replicator on {@code S3Client}, which takes 1.49 times the relay's CPU time. */
  private static final double OBJECTS_BY_RELAY = 0.52;

  private final List<Usage> oneCallUsages = new ArrayList<>();
  private final List<Usage> replicatorUsages = new ArrayList<>();
  private final List<Usage> relayObjects = new ArrayList<>();
  private final List<Usage> replicatorObjects = new ArrayList<>();

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    buckets.put(KEY, new byte[4096]);
    Path folder = Files.createTempDirectory("one-call-");
    List<Path> oneCall = new ArrayList<>(LambdaProcess.packaged());
    oneCall.set(0, classFile(folder));
    oneCall.addAll(LambdaProcess.s3Client());
    for (int round = 0; round < settings.rounds(); round++) {
      Map<String, String> environment = buckets.fresh();
      List<String> flags = LambdaProcess.flags(environment);
      oneCallUsages.add(first(oneCall, OneCallHandler.class.getName(), environment, flags, "{}"));
      replicatorUsages.add(firstCopy(environment, flags));
      replicatorObjects.add(firstObjects(environment, flags));
      buckets.requireEqual(environment, List.of(KEY, BenchBuckets.WARM.get(999)));
      buckets.drop(environment);
      Map<String, String> relayEnvironment = buckets.fresh();
      relayObjects.add(firstRelayed(relayEnvironment));
      buckets.drop(relayEnvironment);
    }
    report.add(row(FIRST_ANSWER, "a function of one call", oneCallUsages));
    report.add(row(FIRST_ANSWER, "understudy", replicatorUsages));
    report.add(row(FIRST_OBJECTS, "relay", relayObjects));
    report.add(row(FIRST_OBJECTS, "understudy", replicatorObjects));
    goals().forEach(report::add);
  }

  private List<Goal> goals() throws IOException {
    return List.of(
        Goal.atMost(
            "P6",
            "first object: CPU, understudy / one call",
            BenchSettings.ratio(replicatorUsages, oneCallUsages, Usage::cpu),
            0.8),
        Goal.atMost(
            "P6",
            "first object: time, understudy / one call",
            BenchSettings.ratio(replicatorUsages, oneCallUsages, Usage::seconds),
            1.5),
        Goal.atMost(
            "P6",
            "first 1,000 objects: CPU, understudy / relay",
            BenchSettings.ratio(replicatorObjects, relayObjects, Usage::cpu),
            OBJECTS_BY_RELAY),
        Goal.atMost("P6", "artefact, MiB", LambdaProcess.artefactMebibytes(), ARTEFACT_MEBIBYTES));
  }

  /** A folder with this class only. */
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
      Usage usage = since(start, child.process());
      if (outcome.error() || outcome.payload().contains("itemIdentifier")) {
        throw new IOException(outcome.payload() + "\n" + child.output());
      }
      return usage;
    }
  }

  private static Usage firstObjects(Map<String, String> environment, List<String> flags)
      throws IOException {
    long start = System.nanoTime();
    try (ReplicatorContender replicator = ReplicatorContender.cold(environment, flags)) {
      replicator.copy(BenchBuckets.WARM);
      return since(start, replicator.process());
    }
  }

  private static Usage firstRelayed(Map<String, String> environment) throws IOException {
    long start = System.nanoTime();
    try (CopyLoopContender relay = CopyLoopContender.cold(CopyLoop.RELAY, environment)) {
      relay.copy(BenchBuckets.WARM);
      return since(start, relay.process());
    }
  }

  /** The usage of a process since its start. */
  private static Usage since(long start, ProcessHandle process) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Usage(Usage.cpu(process).toMillis() / 1e3, seconds, Usage.peak(process));
  }

  private static ReportRow row(String work, String contender, List<Usage> usages) {
    return new ReportRow(
        "P6",
        work,
        contender,
        List.of(
            BenchSettings.figure("CPU s", usages, Usage::cpu),
            BenchSettings.figure("s", usages, Usage::seconds),
            BenchSettings.figure("MiB RSS", usages, Usage::mebibytes)));
  }
}
