package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final FunctionSettings SETTINGS =
      new FunctionSettings("periodic", 128, Duration.ofSeconds(30));
  private static final Duration OFTEN = Duration.ofMillis(1);

  private final BlockingQueue<String> inputs = new LinkedBlockingQueue<>();

  @Test
  void invokesAgainAndAgainWithItsInput() throws InterruptedException {
    try (FunctionHost function = host((in, out, context) -> inputs.add(text(in.readAllBytes())));
        Schedule schedule = Schedule.start(function, "{\"n\":1}", OFTEN)) {
      assertThat(schedule).isNotNull();
      assertThat(next()).isEqualTo("{\"n\":1}");
      assertThat(next()).isEqualTo("{\"n\":1}");
    }
  }

  @Test
  void goesOnAfterAFailure() throws InterruptedException {
    try (FunctionHost function =
            host(
                (in, out, context) -> {
                  inputs.add("called");
                  throw new IllegalStateException("bad day");
                });
        Schedule schedule = Schedule.start(function, "{}", OFTEN)) {
      assertThat(schedule).isNotNull();
      assertThat(next()).isEqualTo("called");
      assertThat(next()).isEqualTo("called");
    }
  }

  @Test
  void runsOneAtATimeAndWaitsForItWhenClosed() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    try (FunctionHost function =
        host(
            (in, out, context) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              inputs.add("called");
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              running.decrementAndGet();
              ended.incrementAndGet();
            })) {
      Schedule schedule = Schedule.start(function, "{}", OFTEN);
      assertThat(next()).isEqualTo("called");
      Thread closer = new Thread(schedule::close);
      closer.start();
      assertThat(closer.isAlive()).isTrue();
      release.countDown();
      closer.join();

      assertThat(ended.get()).isGreaterThanOrEqualTo(1);
      assertThat(running).hasValue(0);
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void takesNoIntervalOfNothing() {
    try (FunctionHost function = host((in, out, context) -> {})) {
      assertThatThrownBy(() -> Schedule.start(function, "{}", Duration.ZERO))
          .hasMessageContaining("above zero");
    }
  }

  private String next() throws InterruptedException {
    return inputs.poll(30, TimeUnit.SECONDS);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static FunctionHost host(RequestStreamHandler handler) {
    return new FunctionHost(SETTINGS, () -> handler);
  }
}
