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
    ReplicatorHandler limited = handler(with("BANDWIDTH", "12M"));
    double unlimitedSeconds = secondsOfObjects(handler(ALONE), "unlimited/");
    double seconds = secondsOfObjects(limited, "limited/");

    double needed = 10.5 / 6;
    assertThat(seconds).as("at least the time at 6 MiB/s").isGreaterThan(0.98 * needed);
    assertThat(seconds - unlimitedSeconds)
        .as("what the limit adds is at most 10 percent above that")
        .isLessThan(1.1 * needed);
  }

  private double secondsOfObjects(ReplicatorHandler handler, String prefix) throws IOException {
    write("warm-up", "connects");
    invoke(handler, sqs(hint("warm-up")));
    write(prefix + "large", "x".repeat(9 * MIB));
    write(prefix + "medium", "x".repeat(MIB));
    write(prefix + "small", "x".repeat(MIB / 2));
    return seconds(handler, prefix + "large", prefix + "medium", prefix + "small");
  }

  @Test
  void sendsRequestsAtTheLimit() throws IOException {
    ReplicatorHandler limited = handler(with("REQUESTS_PER_SECOND", "40"));
    double unlimitedSeconds = secondsOfRequests(handler(ALONE), "unlimited/");
    double seconds = secondsOfRequests(limited, "limited/");

    double needed = 24 / 20.0;
    assertThat(seconds)
        .as("at least the time at 20 requests a second")
        .isGreaterThan(0.95 * needed);
    assertThat(seconds - unlimitedSeconds)
        .as("what the limit adds is at most 10 percent above that")
        .isLessThan(1.1 * needed);
  }

  /** A HEAD and a PUT for each of twelve objects. */
  private double secondsOfRequests(ReplicatorHandler handler, String prefix) throws IOException {
    write("warm-up", "connects");
    invoke(handler, sqs(hint("warm-up")));
    String[] keys = IntStream.range(0, 12).mapToObj(key -> prefix + key).toArray(String[]::new);
    for (String key : keys) {
      write(key, "x");
    }
    return seconds(handler, keys);
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
