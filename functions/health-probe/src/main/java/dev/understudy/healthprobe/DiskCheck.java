package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import dev.understudy.core.telemetry.Metric;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the used share of the standby's usable capacity, from MinIO's metrics ({@code
 * /minio/v2/metrics/cluster}).
 */
final class DiskCheck implements Check {
  private static final String TOTAL = "minio_cluster_capacity_usable_total_bytes";
  private static final String FREE = "minio_cluster_capacity_usable_free_bytes";

  private final ProbedDocument metrics;

  DiskCheck(ProbedDocument metrics) {
    this.metrics = metrics;
  }

  @Override
  public Observation run(Duration timeout) throws IOException {
    URI url = metrics.url();
    Answer answer = metrics.read();
    if (answer.status() != 200) {
      throw new IOException("%s returns %d instead of 200".formatted(url, answer.status()));
    }
    double total = value(answer.body(), TOTAL, url);
    double free = value(answer.body(), FREE, url);
    if (!(total > 0) || free > total || free < 0) {
      throw new IOException("%s reports %s free of %s bytes".formatted(url, free, total));
    }
    return Observation.of(Measurement.of(Metric.DISK_USED, 100 * (total - free) / total))
        .with("totalBytes", (long) total)
        .with("freeBytes", (long) free);
  }

  private static double value(String metrics, String name, URI url) throws IOException {
    Matcher line =
        Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE).matcher(metrics);
    OptionalDouble number = line.find() ? number(line.group(1)) : OptionalDouble.empty();
    return number.orElseThrow(() -> new IOException("%s does not report %s".formatted(url, name)));
  }

  private static OptionalDouble number(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
