package dev.understudy.lab.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.stack.AccessKeys;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StoreAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * One promotion: the primary fails, the replicator is locked out of the standby, and writers write
 * there. The primary returns, with events and functions that know nothing of the promotion. Nothing
 * of the writers' may be undone. Then their objects are copied to the primary, and replication goes
 * on.
 */
final class PromotionDrill {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final ObjectHeaders HEADERS =
      new ObjectHeaders("text/plain", "no-cache", Map.of());
  private static final AccessKeys WRITERS = AccessKeys.of("writers", "secret-of-the-writers");
  private static final String OVERWRITTEN = "promotion/overwritten.txt";
  private static final String DELETED = "promotion/deleted.txt";
  private static final String CREATED = "promotion/created.txt";
  private static final String UNTOUCHED = "promotion/untouched.txt";

  private final Stack stack;
  private final S3Endpoint primary;
  private final S3Endpoint standby;
  private final Timeline timeline;
  private final StoreAccess promoted;

  /**
   * @param stack with an embedded primary and an embedded standby
   */
  PromotionDrill(Stack stack, Timeline timeline) {
    this.stack = stack;
    this.primary = stack.embeddedPrimary().orElseThrow();
    this.standby = stack.embeddedStandby().orElseThrow();
    this.timeline = timeline;
    StoreAccess access = stack.standby();
    this.promoted =
        new StoreAccess(access.endpoint(), access.region(), WRITERS, access.bucket(), true);
  }

  /**
   * Runs the drill while nobody else writes to the primary. Both buckets are equal afterwards.
   *
   * @return why it failed; empty if it passed
   * @throws IllegalStateException if a step does not complete within a minute
   */
  List<String> run() throws InterruptedException {
    AccessKeys replicator = stack.standby().keys();
    try (Writer original = Writer.open(stack.primary())) {
      for (String key : List.of(OVERWRITTEN, DELETED, UNTOUCHED)) {
        write(original, key, "of the primary");
      }
      awaitEqual();
      primary.pause();
      timeline.add("THE PRIMARY IS LOST");
      standby.disable(replicator.accessKey());
      standby.allow(WRITERS.accessKey(), WRITERS.secretKey());
      timeline.add(
          "the standby rejects the replicator's access key: understudy-bootstrap --promote");
      Map<String, String> written = writeThere();
      timeline.add("writers overwrite, delete and create objects of the standby");
      primary.resume();
      timeline.add("THE PRIMARY IS BACK, and the functions still have the setting PROMOTED=false");
      List<String> objections = new ArrayList<>(undone(original, written));
      copyBack(original, written);
      standby.allow(replicator.accessKey(), replicator.secretKey());
      standby.disable(WRITERS.accessKey());
      timeline.add("the primary has the writers' objects; the replicator is let in again");
      awaitEqual();
      timeline.add("both buckets are equal");
      return objections;
    }
  }

  /** The objects under the drill's prefix afterwards, with their contents. */
  private Map<String, String> writeThere() {
    try (Writer writer = Writer.open(promoted)) {
      write(writer, OVERWRITTEN, "of the writers");
      write(writer, CREATED, "of the writers");
      writer.delete(DELETED);
    }
    return contents();
  }

  /** Everything that could undo the writers' work: events, hints and the reconciler. */
  private List<String> undone(Writer original, Map<String, String> written)
      throws InterruptedException {
    double before = stack.metric("Unavailable").count();
    long parked = stack.queues().backlog(stack.queues().deadLetter()).total();
    write(original, OVERWRITTEN, "of the primary, later");
    List.of(DELETED, CREATED, UNTOUCHED).forEach(this::hint);
    reconcile();
    await("four refused attempts", () -> stack.metric("Unavailable").count() >= before + 4);
    List<String> objections = new ArrayList<>();
    if (!contents().equals(written)) {
      objections.add("the standby has %s, but writers left %s".formatted(contents(), written));
    }
    if (stack.queues().backlog(stack.queues().deadLetter()).total() != parked) {
      objections.add("messages were parked while the replicator was locked out");
    }
    if (stack.backlog().isEmpty()) {
      objections.add("the hints left the queue while the replicator was locked out");
    }
    timeline.add(
        objections.isEmpty()
            ? "nothing of the writers' is undone, nothing is parked, and the hints wait"
            : "FAILED: " + objections);
    return objections;
  }

  private void copyBack(Writer original, Map<String, String> written) {
    written.forEach((key, content) -> write(original, key, content));
    original.delete(DELETED);
  }

  private Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    try (BucketClient client = BucketClient.open(promoted)) {
      for (String key : List.of(OVERWRITTEN, DELETED, CREATED, UNTOUCHED)) {
        content(client, key).ifPresent(content -> contents.put(key, content));
      }
    }
    return contents;
  }

  private static Optional<String> content(BucketClient client, String key) {
    if (client.attributes(key).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream body = client.read(key)) {
      return Optional.of(new String(body.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Writer writer, String key, String content) {
    writer.write(key, ObjectContent.of(content), HEADERS);
  }

  private void hint(String key) {
    String body = new Hint(new ObjectKey(key), Optional.empty()).toJson(stack.primary().bucket());
    stack.sqs().sendMessage(r -> r.queueUrl(stack.queues().repairs().url()).messageBody(body));
  }

  /** Its run fails while the standby rejects its key. */
  private void reconcile() {
    try (LambdaClient lambda = stack.lambda()) {
      lambda.invoke(
          r ->
              r.functionName(Stack.RECONCILER)
                  .payload(SdkBytes.fromUtf8String("{\"restart\":true}")));
    }
  }

  private void awaitEqual() throws InterruptedException {
    await("the queues to be empty", () -> stack.awaitQuiet(Duration.ofSeconds(1), backlog -> {}));
    reconcile();
    await("the repairs", () -> stack.awaitQuiet(Duration.ofSeconds(1), backlog -> {}));
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Waited %s without success for %s".formatted(TIMEOUT, what));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
