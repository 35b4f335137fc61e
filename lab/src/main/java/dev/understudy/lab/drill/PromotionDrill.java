package dev.understudy.lab.drill;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.stack.AccessKeys;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StoreAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * One promotion: the primary fails under load, the replicator is locked out of the standby, and
 * writers write there. The primary returns, with events and functions that know nothing of the
 * promotion, and with changes of its own. Nothing of the writers' may be undone. Then {@code
 * understudy failback} copies their changes to the primary, and replication goes on.
 */
public final class PromotionDrill {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final AccessKeys WRITERS = AccessKeys.of("writers", "secret-of-the-writers");

  /** Objects of the primary that change there after its return, although writers changed them. */
  private static final int CONFLICTS = 3;

  private final Stack stack;
  private final S3Endpoint primary;
  private final S3Endpoint standby;
  private final Timeline timeline;
  private final StoreAccess promoted;
  private final List<String> launcher;

  /**
   * @param stack with an embedded primary and an embedded standby
   * @param timeline receives each step
   * @param launcher the program, and its first arguments, that runs {@code understudy}
   */
  public PromotionDrill(Stack stack, Timeline timeline, List<String> launcher) {
    this.stack = stack;
    this.primary = stack.embeddedPrimary().orElseThrow();
    this.standby = stack.embeddedStandby().orElseThrow();
    this.timeline = timeline;
    this.launcher = launcher;
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
  public List<String> run() throws InterruptedException {
    try (Writer original = Writer.open(stack.primary())) {
      PromotionWrites writes = new PromotionWrites();
      writes.fill(original);
      awaitEqual();
      loseThePrimary(writes, original);
      promote();
      try (Writer writer = Writer.open(promoted)) {
        writes.write(writer);
      }
      timeline.add("writers overwrite, delete and create objects of the standby");
      primary.resume();
      timeline.add("THE PRIMARY IS BACK, and the functions still have the setting PROMOTED=false");
      List<String> objections = new ArrayList<>(undone(original, writes));
      failback(writes, objections);
      demote();
      awaitEqual();
      timeline.add("both buckets are equal");
      return objections;
    }
  }

  /** The load ends with the first write that fails. */
  private void loseThePrimary(PromotionWrites writes, Writer original) throws InterruptedException {
    Thread load = new Thread(() -> writes.loadUntilLost(original), "drill-load");
    load.start();
    TimeUnit.MILLISECONDS.sleep(300);
    primary.pause();
    load.join();
    timeline.fault(
        System.nanoTime(), "THE PRIMARY IS LOST under load; some changes are not replicated");
  }

  /** As {@code understudy-bootstrap --promote} on the droplet. */
  private void promote() {
    standby.disable(stack.standby().keys().accessKey());
    standby.allow(WRITERS.accessKey(), WRITERS.secretKey());
    try (Writer administrator = Writer.open(promoted)) {
      PromotionWrites.put(administrator, ReservedKeys.PROMOTED.value(), "promoted");
    }
    timeline.add("the standby rejects the replicator's access key: understudy-bootstrap --promote");
  }

  private void demote() {
    try (Writer administrator = Writer.open(promoted)) {
      administrator.delete(ReservedKeys.PROMOTED.value());
    }
    AccessKeys replicator = stack.standby().keys();
    standby.allow(replicator.accessKey(), replicator.secretKey());
    standby.disable(WRITERS.accessKey());
    timeline.add("the replicator is let in again: understudy-bootstrap --demote");
  }

  /** Everything that could undo the writers' work: events, hints and the reconciler. */
  private List<String> undone(Writer original, PromotionWrites writes) throws InterruptedException {
    double before = stack.metric("Unavailable").count();
    long parked = stack.queues().backlog(stack.queues().deadLetter()).total();
    writes.conflict(original, CONFLICTS);
    writes.keys().forEach(this::hint);
    reconcile();
    await("four refused attempts", () -> stack.metric("Unavailable").count() >= before + 4);
    List<String> objections = new ArrayList<>();
    try (BucketClient client = BucketClient.open(promoted)) {
      writes.missing(client).forEach(key -> objections.add("undone on the standby: " + key));
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

  /** Without a decision first, and then with the writers' side for each conflict. */
  private void failback(PromotionWrites writes, List<String> objections)
      throws InterruptedException {
    try (OperatorCommand command = new OperatorCommand(launcher, stack, WRITERS);
        BucketClient client = BucketClient.open(stack.primary())) {
      Map<String, Optional<String>> before = writes.contents(client);
      OperatorCommand.Ended first = command.failback("apply", "--writers-stopped");
      List<String> conflicts = first.keys("conflict");
      List<String> missing = writes.missing(client);
      List<String> lost = missing.stream().filter(key -> !conflicts.contains(key)).toList();
      lost.forEach(key -> objections.add("lost by the failback: " + key));
      conflicts.stream()
          .filter(key -> !writes.content(client, key).equals(before.get(key)))
          .forEach(key -> objections.add("decided without a person: " + key));
      timeline.add(
          "understudy failback apply: written by writers %d, at the primary after failback %d, conflicts reported %d, lost %d"
              .formatted(
                  writes.keys().size(),
                  writes.keys().size() - missing.size(),
                  conflicts.size(),
                  lost.size()));
      if (conflicts.size() < CONFLICTS) {
        objections.add("only %d conflicts were reported".formatted(conflicts.size()));
      }
      decide(command, conflicts, objections);
      writes.missing(client).forEach(key -> objections.add("not at the primary: " + key));
    }
  }

  private void decide(OperatorCommand command, List<String> conflicts, List<String> objections)
      throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("apply", "--writers-stopped", "--take=standby"));
    arguments.addAll(conflicts);
    OperatorCommand.Ended decided = command.failback(arguments.toArray(String[]::new));
    if (decided.code() != 0 || !Boolean.TRUE.equals(decided.result().get("equal"))) {
      objections.add("after the decisions, the failback printed " + decided.result());
    }
    timeline.add("a person takes the writers' side of each conflict; nothing is left");
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
