package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.understudy.lab.runtime.RuntimeApi;
import dev.understudy.lab.runtime.RuntimeInterfaceClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The deployed replicator: one execution environment of Lambda, in its own JVM. */
final class ReplicatorContender implements Contender {
  static final String HANDLER = "dev.understudy.replicator.ReplicatorHandler";

  /** BatchSize of template.yaml. */
  static final int BATCH = 10;

  static final Duration MAX_DURATION = Duration.ofMinutes(10);

  private static final String ALL_DONE = "{\"batchItemFailures\":[]}";

  private final RuntimeInterfaceClient child;

  private ReplicatorContender(RuntimeInterfaceClient child) {
    this.child = child;
  }

  /** Starts the replicator and lets it copy small objects as a warm-up; the caller closes it. */
  static ReplicatorContender start(Map<String, String> environment, String... more)
      throws IOException {
    return start(environment, LambdaProcess.flags(environment), more);
  }

  /**
   * Starts the replicator with JVM flags; otherwise like {@link #start(Map, String...)}.
   *
   * @param more further variables, each as {@code NAME=value}
   */
  static ReplicatorContender start(
      Map<String, String> environment, List<String> flags, String... more) throws IOException {
    Map<String, String> variables = new HashMap<>(environment);
    for (String variable : more) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    ReplicatorContender replicator = cold(variables, flags);
    replicator.copyBatch(BenchBuckets.WARM);
    replicator.copy(BenchBuckets.WARM.subList(0, 200));
    return replicator;
  }

  /** Starts the replicator without a warm-up; the caller closes it. */
  static ReplicatorContender cold(Map<String, String> environment, List<String> flags)
      throws IOException {
    return new ReplicatorContender(
        RuntimeInterfaceClient.start(
            LambdaProcess.packaged(), HANDLER, environment, flags.toArray(String[]::new)));
  }

  @Override
  public Usage copy(List<String> keys) throws IOException {
    return Usage.of(
        child.process(),
        () -> {
          for (int from = 0; from < keys.size(); from += BATCH) {
            invoke(event(keys.subList(from, Math.min(keys.size(), from + BATCH))));
          }
        });
  }

  /** Copies the keys as one batch, whatever their number. */
  Usage copyBatch(List<String> keys) throws IOException {
    return Usage.of(child.process(), () -> invoke(event(keys)));
  }

  /** A handler for the stack that invokes the child process. */
  RequestStreamHandler handler() {
    return (input, output, context) ->
        output.write(
            child
                .invoke(new String(input.readAllBytes(), UTF_8), MAX_DURATION)
                .payload()
                .getBytes(UTF_8));
  }

  ProcessHandle process() {
    return child.process();
  }

  /** The child's output so far. */
  String output() {
    return child.output();
  }

  private void invoke(String event) throws IOException {
    RuntimeApi.Outcome outcome = child.invoke(event, MAX_DURATION);
    if (!outcome.payload().equals(ALL_DONE)) {
      throw new IOException(
          "Some keys were not copied: " + outcome.payload() + "\n" + child.output());
    }
  }

  static String event(List<String> keys) {
    return keys.stream()
        .map(
            key ->
                """
                {"messageId":"%1$s","receiptHandle":"%1$s",
                  "body":"{\\"bucket\\":\\"primary\\",\\"key\\":\\"%1$s\\",\\"time\\":\\"%2$s\\"}",
                  "attributes":{"ApproximateReceiveCount":"1"}}
                """
                    .formatted(key, Instant.now()))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  @Override
  public void close() {
    child.close();
  }
}
