package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.S3Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A standby that accepts connections and answers no request, not even for the notes on it. */
class SilentStandbyTest extends EndpointPair {
  private final CountDownLatch end = new CountDownLatch(1);

  @Override
  protected S3Endpoint.Builder standby() {
    return super.standby().faults((operation, bucket, key) -> fault.get());
  }

  @AfterEach
  void endStall() {
    end.countDown();
  }

  /** More keys than threads: those that wait must not begin once the connections are broken. */
  @Test
  void costsNoMoreThanTheInvocation() throws IOException {
    for (String key : new String[] {"a", "b", "c", "d"}) {
      write(key, "x");
    }
    fault.set(Fault.stall(end));
    ReplicatorHandler handler =
        handler(Map.of("DEADLINE_GUARD_SECONDS", "3", "PARALLEL_KEYS", "2"));
    long began = System.nanoTime();

    String answer = invoke(handler, sqs(hint("a"), hint("b"), hint("c"), hint("d")), 5_000);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(answer).contains("m0", "m1", "m2", "m3");

    fault.set(Fault.NONE);
    assertThat(invoke(handler, sqs(hint("a"), hint("b"), hint("c"), hint("d"))))
        .isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(replica("d")).hasValue("x");
  }
}
