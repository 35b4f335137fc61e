package dev.understudy.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code make bench-copy}: CPU seconds per GiB of one large object, ours against the relay, over
 * TLS. Servers and contenders are processes of their own; rounds are interleaved, so that whatever
 * else the machine does falls on both; the median and the spread are printed.
 */
public final class CopyBench {
  private static final List<String> WAYS = List.of("relay", "ours");

  /** Lambda's own; docs/decisions/0006. */
  private static final List<String> JVM =
      List.of("-Xmx512m", "-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private CopyBench() {}

  /** Variables: {@code BENCH_MIB}, {@code BENCH_ROUNDS}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int mebibytes = number("BENCH_MIB", 1024);
    int rounds = number("BENCH_ROUNDS", 5);
    Path folder = Files.createTempDirectory("bench-");
    Process servers =
        java(List.of("-Xmx1g"), Servers.class, folder.toString(), "object", "" + mebibytes).start();
    try {
      Map<String, String> environment = variables(servers);
      Map<String, List<double[]>> taken = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (String way : WAYS) {
          taken.computeIfAbsent(way, w -> new ArrayList<>()).add(run(way, environment));
        }
      }
      print(taken, mebibytes / 1024.0);
    } finally {
      servers.destroy();
      servers.onExit().join();
    }
  }

  private static int number(String name, int otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : Integer.parseInt(value);
  }

  private static ProcessBuilder java(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static Map<String, String> variables(Process servers) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(servers.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      int equals = line.indexOf('=');
      variables.put(line.substring(0, equals), line.substring(equals + 1).replace('\t', '\n'));
    }
    if (variables.isEmpty()) {
      throw new IOException("The servers did not start");
    }
    return variables;
  }

  /** CPU seconds and seconds. The replica of the round before is a version below this one's. */
  private static double[] run(String way, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(JVM);
    flags.add("-Djavax.net.ssl.trustStore=" + Servers.variable(environment, "TRUST_STORE"));
    flags.add("-Djavax.net.ssl.trustStorePassword=" + new String(Servers.PASSWORD));
    ProcessBuilder builder = java(flags, Contender.class, way, "object");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(way + " failed:\n" + printed);
    }
    String last = printed.lines().reduce("", (a, b) -> b);
    String[] figures = last.split(" ", -1);
    return new double[] {Double.parseDouble(figures[0]), Double.parseDouble(figures[1])};
  }

  private static void print(Map<String, List<double[]>> taken, double gibibytes) {
    System.out.println("| contender | CPU s/GiB, median | least | most | s/GiB | CPU ratio |");
    System.out.println("|---|---|---|---|---|---|");
    double bound = median(taken.getOrDefault("relay", List.of()), 0);
    taken.forEach(
        (way, figures) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                way,
                median(figures, 0) / gibibytes,
                figures.stream().mapToDouble(f -> f[0]).min().orElse(0) / gibibytes,
                figures.stream().mapToDouble(f -> f[0]).max().orElse(0) / gibibytes,
                median(figures, 1) / gibibytes,
                median(figures, 0) / bound));
  }

  private static double median(List<double[]> figures, int index) {
    List<Double> sorted = new ArrayList<>(figures.stream().map(f -> f[index]).toList());
    Collections.sort(sorted);
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }
}
