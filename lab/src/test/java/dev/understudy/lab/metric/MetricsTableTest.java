package dev.understudy.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.alarm.MetricsTable;
import dev.understudy.lab.repository.ProjectFiles;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/metrics.md names every metric that the functions can send, with its unit, and no other. */
class MetricsTableTest {
  private static final Path ROOT = ProjectFiles.ROOT;

  /** How a metric is put into a line of the log. */
  private static final Pattern EMBEDDED =
      Pattern.compile("\\.metric\\(\\s*([^,]+),\\s*(?:TelemetryEvent\\.)?Unit\\.(\\w+)");

  @Test
  void namesWhatTheCodeSends() throws Exception {
    Map<String, String> sent = new TreeMap<>();
    sent.putAll(embedded());
    sent.putAll(ofTheProbe());

    assertThat(documented()).isEqualTo(sent);
  }

  private static Map<String, String> documented() {
    Map<String, String> documented = new TreeMap<>();
    MetricsTable.read().forEach((name, row) -> documented.put(name, row.unit()));
    return documented;
  }

  /** Replicator and reconciler: the calls in their sources, and an outcome's name for a label. */
  private static Map<String, String> embedded() throws Exception {
    Map<String, String> sent = new TreeMap<>();
    for (Path source : sources()) {
      EMBEDDED
          .matcher(Files.readString(source))
          .results()
          .forEach(
              call -> {
                String unit = unit(call.group(2));
                if (call.group(1).startsWith("\"")) {
                  sent.put(call.group(1).replace("\"", ""), unit);
                } else {
                  assertThat(call.group(1)).as("%s", source).isEqualTo("outcome.label()");
                  outcomes("dev.understudy.replicator.Outcome").forEach(o -> sent.put(o, unit));
                }
              });
    }
    return sent;
  }

  private static Iterable<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("functions"))) {
      return files
          .filter(file -> file.toString().contains("/src/main/"))
          .filter(file -> file.toString().endsWith(".java"))
          .toList();
    }
  }

  private static String unit(String constant) {
    return dev.understudy.core.telemetry.TelemetryEvent.Unit.valueOf(constant).label();
  }

  private static Stream<String> outcomes(String sealed) {
    try {
      return leaves(Class.forName(sealed)).map(Class::getSimpleName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(MetricsTableTest::leaves)
        : Stream.of(type);
  }

  private static Map<String, String> ofTheProbe() throws Exception {
    Map<String, String> sent = new TreeMap<>();
    for (Object metric : Class.forName("dev.understudy.healthprobe.Metric").getEnumConstants()) {
      String unit =
          ((dev.understudy.core.telemetry.TelemetryEvent.Unit) asked(metric, "unit")).label();
      sent.put((String) asked(metric, "label"), unit);
    }
    return sent;
  }

  private static Object asked(Object metric, String method) throws Exception {
    Method accessor = metric.getClass().getDeclaredMethod(method);
    accessor.setAccessible(true);
    return accessor.invoke(metric);
  }
}
