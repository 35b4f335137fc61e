package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Somebody harms the standby again and again, and the reconciler has it repaired, while sixteen
 * writers go on. It knows no grace period here, so that it takes everything on its way for drift
 * and hints at the deletion of live keys all the time: none may ever be gone. Replay a failure with
 * {@code -Dunderstudy.seed=}, though the threads' order is not seeded.
 */
class RepairUnderTrafficTest {
  private static final int WRITERS = 16;
  private static final int LIVE = 40;
  private static final int COLD = 24;
  private static final int ROUNDS = 2;
  private static final StackTimings PACE =
      StackTimings.of(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(60));
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final ObjectHeaders HEADERS =
      new ObjectHeaders("text/plain", "no-cache", Map.of());

  private final LongAdder writes = new LongAdder();
  private final LongAdder looks = new LongAdder();
  private final Set<String> gone = new ConcurrentSkipListSet<>();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void repairsWhatIsHarmedAndHarmsNoLiveKey() throws Exception {
    long seed = Long.getLong("understudy.seed", System.nanoTime());
    System.out.println("RepairUnderTrafficTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    try (Stack stack = Stack.start(StackConfig.embedded(), PACE, nothing -> {});
        Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby());
        S3Client vandal = stack.standby().s3()) {
      for (int i = 0; i < LIVE; i++) {
        writer.write(live(i), ObjectContent.of("first"), HEADERS);
      }
      for (int i = 0; i < COLD; i++) {
        writer.write(cold(i), ObjectContent.of("cold " + i), HEADERS);
      }
      assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).as("seed %d", seed).isTrue();
      List<Future<?>> running = new ArrayList<>();
      for (int n = 0; n < WRITERS; n++) {
        SplittableRandom own = random.split();
        running.add(threads.submit(() -> write(writer, own)));
      }
      running.add(threads.submit(() -> watch(vandal, stack.standby().bucket(), random.split())));

      for (int round = 0; round < ROUNDS; round++) {
        Set<String> harmed = harm(vandal, stack.standby().bucket(), random, round);
        awaitRepair(stack, primary, standby, harmed, seed);
      }
      stop.set(true);
      for (Future<?> one : running) {
        one.get();
      }

      assertThat(gone).as("live keys that were gone, seed %d", seed).isEmpty();
      assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).as("seed %d", seed).isTrue();
      JsonNode proof = reconcile(stack);
      assertThat(proof.path("lastProof").path("pass")).isEqualTo(proof.path("pass"));
      assertThat(BucketComparison.of(primary, standby, progress -> {}).differences()).isEmpty();
      System.out.printf(
          "RepairUnderTrafficTest: %,d writes, %,d looks at live keys%n",
          writes.sum(), looks.sum());
    } finally {
      stop.set(true);
      threads.shutdownNow();
    }
  }

  /** Live keys are only overwritten; others come and go. */
  private void write(Writer writer, SplittableRandom random) {
    while (!stop.get()) {
      int index = random.nextInt(LIVE);
      if (random.nextInt(3) == 0) {
        writer.delete("comes and goes/" + index);
      } else {
        String key = random.nextBoolean() ? live(index) : "comes and goes/" + index;
        writer.write(key, ObjectContent.of("content " + random.nextInt(1000)), HEADERS);
      }
      writes.increment();
      pause(100 + random.nextInt(400));
    }
  }

  private void watch(S3Client standby, String bucket, SplittableRandom random) {
    while (!stop.get()) {
      String key = live(random.nextInt(LIVE));
      try {
        standby.headObject(r -> r.bucket(bucket).key(key));
      } catch (NoSuchKeyException e) {
        gone.add(key);
      }
      looks.increment();
      pause(5);
    }
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The keys whose replicas are wrong afterwards. */
  private static Set<String> harm(
      S3Client vandal, String bucket, SplittableRandom random, int round) {
    Set<String> harmed = new TreeSet<>();
    for (int i = 0; i < COLD / 4; i++) {
      String key = cold(random.nextInt(COLD));
      harmed.add(key);
      if (random.nextBoolean()) {
        vandal.deleteObject(r -> r.bucket(bucket).key(key));
      } else {
        vandal.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("vandalised"));
      }
    }
    String foreign = "foreign-" + round;
    vandal.putObject(r -> r.bucket(bucket).key(foreign), RequestBody.fromString("foreign"));
    harmed.add(foreign);
    return harmed;
  }

  private static void awaitRepair(
      Stack stack, BucketClient primary, BucketClient standby, Set<String> harmed, long seed)
      throws IOException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    List<String> left = List.copyOf(harmed);
    while (!left.isEmpty()) {
      assertThat(System.nanoTime()).as("not repaired: %s, seed %d", left, seed).isLessThan(end);
      reconcile(stack);
      pause(500);
      left = harmed.stream().filter(key -> !same(primary, standby, key)).toList();
    }
  }

  private static boolean same(BucketClient primary, BucketClient standby, String key) {
    return primary.attributes(key).equals(standby.attributes(key));
  }

  private static JsonNode reconcile(Stack stack) throws IOException {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(
              r ->
                  r.functionName(Stack.RECONCILER)
                      .payload(SdkBytes.fromUtf8String("{\"restart\":true,\"deep\":true}")));
      assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
      return new JsonMapper().readTree(answer.payload().asUtf8String());
    }
  }

  private static String live(int number) {
    return "live/%03d".formatted(number);
  }

  private static String cold(int number) {
    return "cold/%03d".formatted(number);
  }
}
