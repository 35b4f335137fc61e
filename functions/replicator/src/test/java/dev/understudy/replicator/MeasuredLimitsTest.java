package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a limited function really sends, over real sockets and in real time. */
class MeasuredLimitsTest extends EndpointPair {
  private static final int MIB = 1 << 20;
  private static final Map<String, String> ALONE =
      Map.of("MAXIMUM_CONCURRENCY", "1", "REPAIRS_CONCURRENCY", "1");

  @Test
  void sendsSmallAndLargeObjectsAtTheLimit() throws IOException {
    ReplicatorHandler handler = handler(with("BANDWIDTH", "16M"));
    write("warm-up", "connects");
    invoke(handler, sqs(hint("warm-up")));
    write("large", "x".repeat(9 * MIB));
    write("medium", "x".repeat(2 * MIB));
    write("small", "x".repeat(MIB / 2));

    double seconds = seconds(handler, "large", "medium", "small");

    assertThat(11.5 / seconds).as("MiB/s of an invocation's 8").isBetween(0.9 * 8, 1.1 * 8);
  }

  @Test
  void sendsRequestsAtTheLimit() throws IOException {
    ReplicatorHandler handler = handler(with("REQUESTS_PER_SECOND", "40"));
    write("warm-up", "connects");
    invoke(handler, sqs(hint("warm-up")));
    String[] keys = IntStream.range(0, 12).mapToObj(key -> "key-" + key).toArray(String[]::new);
    for (String key : keys) {
      write(key, "x");
    }

    double seconds = seconds(handler, keys);

    assertThat(24 / seconds).as("requests per second of an invocation's 20").isBetween(17.0, 21.5);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> variables = new HashMap<>(ALONE);
    variables.put(name, value);
    return variables;
  }

  private double seconds(ReplicatorHandler handler, String... keys) throws IOException {
    String[] hints = Arrays.stream(keys).map(Invocations::hint).toArray(String[]::new);
    long began = System.nanoTime();
    assertThat(invoke(handler, sqs(hints))).isEqualTo("{\"batchItemFailures\":[]}");
    double seconds = (System.nanoTime() - began) / 1e9;
    for (String key : keys) {
      assertThat(replica(key)).isPresent();
    }
    return seconds;
  }
}
