package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link SyntheticBuckets} in a process of its own, and contenders that read them. */
final class SyntheticServer implements AutoCloseable {
  static final int HEAP_MEBIBYTES = 64;

  /** The JVM flags of the functions (docs/decisions/0006), with the heap of the goal. */
  static final List<String> JVM =
      List.of(
          "-Xmx" + HEAP_MEBIBYTES + "m",
          "-XX:+TieredCompilation",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final URI uri;

  private SyntheticServer(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static SyntheticServer start() throws IOException {
    Process process =
        // Without nodelay, the JDK's server holds some responses back until an ACK 40 ms later.
        LambdaProcess.java(
                List.of("-Xmx256m", "-Dsun.net.httpserver.nodelay=true"), SyntheticBuckets.class)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    return new SyntheticServer(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Sets the number of objects of both buckets. */
  void setKeys(int keys) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(uri.resolve("/keys/" + keys))
            .PUT(HttpRequest.BodyPublishers.noBody()));
  }

  /** Delays each answer of both buckets by this time. */
  void setDelay(Duration delay) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(uri.resolve("/delay/" + delay.toMillis()))
            .PUT(HttpRequest.BodyPublishers.noBody()));
  }

  /** The requests since the last call, by bucket and operation. */
  Map<String, Long> calls() throws IOException, InterruptedException {
    Map<String, Long> calls = new LinkedHashMap<>();
    for (String line : send(HttpRequest.newBuilder(uri.resolve("/calls"))).split("\n", -1)) {
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

  /** CPU seconds of the server so far. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().map(cpu -> cpu.toMillis() / 1e3).orElse(0.0);
  }

  /**
   * Runs {@link ReconcileContender} in a fresh JVM.
   *
   * @return what it printed
   */
  String run(List<String> flags, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = LambdaProcess.java(flags, ReconcileContender.class, arguments);
    builder.redirectErrorStream(true).environment().putAll(variables());
    Process contender = builder.start();
    String output = new String(contender.getInputStream().readAllBytes(), UTF_8);
    if (contender.waitFor() != 0) {
      throw new IOException(String.join(" ", arguments) + " failed:\n" + output);
    }
    return output;
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", "ak");
    variables.put("AWS_SECRET_ACCESS_KEY", "sk");
    variables.put("PRIMARY_BUCKET", "primary");
    variables.put("PRIMARY_ENDPOINT", uri.toString());
    variables.put("STANDBY_BUCKET", "standby");
    variables.put("STANDBY_ENDPOINT", uri.toString());
    variables.put("STANDBY_ACCESS_KEY", "sak");
    variables.put("STANDBY_SECRET_KEY", "ssk");
    // The buckets are equal, so no hint is sent and the queue need not exist.
    variables.put("REPAIRS_QUEUE_URL", "http://127.0.0.1:9/repairs");
    variables.put("SQS_ENDPOINT", "http://127.0.0.1:9");
    return variables;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
