package dev.understudy.lab.page;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.Drift;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.stack.Stack;
import dev.understudy.page.History;
import dev.understudy.page.PageState.Action;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * What the buttons of the page do to the stack. Each action is an event of the history. An action
 * that cannot run now throws {@link IllegalStateException} with the reason. Thread-safe.
 */
final class StackActions implements AutoCloseable {
  private static final int WRITTEN = 20;
  private static final int LOST = 5;
  private static final Duration LOSING = Duration.ofSeconds(10);

  private static final ObjectHeaders TEXT = new ObjectHeaders("text/plain", "no-cache", Map.of());

  private final Stack stack;
  private final History history;
  private final Writer writer;
  private final List<Stack> stacks;
  private final Outage primary;
  private final Outage standby;
  private final List<Outage> others;
  private final AtomicInteger objects = new AtomicInteger();
  private final Map<String, Button> buttons = new LinkedHashMap<>();

  /** A button with the action that it shows now, of all its actions. */
  private record Button(Supplier<Action> shown, Map<String, Runnable> actions) {}

  /**
   * @param stacks one for each standby; the first standby gets the drift
   */
  StackActions(List<Stack> stacks, History history) {
    this.stacks = stacks;
    this.stack = stacks.get(0);
    this.history = history;
    this.writer = Writer.open(stack.primary());
    this.primary = new Outage("primary", stack.embeddedPrimary(), history);
    this.standby = new Outage("standby", stack.embeddedStandby(), history);
    this.others =
        stacks.stream()
            .skip(1)
            .map(more -> new Outage(more.name().toString(), more.embeddedStandby(), history))
            .toList();
    addButtons();
  }

  private void addButtons() {
    add(
        "write",
        "Write %d objects".formatted(WRITTEN),
        "The replicator copies them",
        primary,
        () -> write("page/object", WRITTEN));
    addStop(standby);
    others.forEach(this::addStop);
    buttons.put("primary", new Button(() -> primary.action("Fail", "Restore"), primary.byName()));
    add(
        "lose-events",
        "Lose events",
        "Writes %d objects whose events get lost".formatted(LOST),
        primary,
        this::loseEvents);
    add(
        "make-drift",
        "Make drift",
        "Damages replicas without the replicator",
        standby,
        this::makeDrift);
    buttons.put(
        "compare",
        new Button(
            () -> new Action("compare", "Compare now", "Runs the reconciler", ""),
            Map.of("compare", this::compare)));
  }

  private void addStop(Outage store) {
    buttons.put(store.name(), new Button(() -> store.action("Stop", "Start"), store.byName()));
  }

  /** A button that needs a store that the stack runs. */
  private void add(String name, String label, String help, Outage store, Runnable action) {
    Runnable checked =
        () -> {
          store.requireUp();
          action.run();
        };
    buttons.put(
        name,
        new Button(() -> new Action(name, label, help, store.reason()), Map.of(name, checked)));
  }

  private void write(String prefix, int count) {
    history.event("You: write %d objects".formatted(count));
    writeObjects(prefix, count);
  }

  private void writeObjects(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      int number = objects.incrementAndGet();
      writer.write(
          "%s-%03d.txt".formatted(prefix, number),
          ObjectContent.of("Object %d".formatted(number)),
          TEXT);
    }
  }

  private void loseEvents() {
    history.event(
        "You: S3 loses all events for %d s, and %d objects are written"
            .formatted(LOSING.toSeconds(), LOST));
    stack.loseEvents(LOSING);
    writeObjects("page/lost", LOST);
  }

  private void makeDrift() {
    List<String> victims = victims();
    if (victims.size() < Drift.VICTIMS) {
      throw new IllegalStateException(
          "The standby has fewer than %d replicas: write objects first".formatted(Drift.VICTIMS));
    }
    Drift.cause(stack.standby(), victims);
    history.event("You: %d replicas are damaged, and one object is added".formatted(Drift.VICTIMS));
  }

  private List<String> victims() {
    try (BucketClient client = BucketClient.open(stack.standby())) {
      return client.keys().stream()
          .filter(key -> !key.startsWith("."))
          .limit(Drift.VICTIMS)
          .toList();
    }
  }

  private void compare() {
    history.event("You: run the reconciler");
    stacks.forEach(StackActions::compare);
  }

  private static void compare(Stack stack) {
    SdkBytes input = SdkBytes.fromUtf8String("{\"restart\":true,\"deep\":true}");
    try (LambdaClient lambda = stack.lambda()) {
      var answer = lambda.invoke(r -> r.functionName(Stack.RECONCILER).payload(input));
      if (answer.functionError() != null) {
        throw new IllegalStateException(
            "The reconciler failed: " + answer.payload().asUtf8String());
      }
    }
  }

  /** The actions by name. */
  Map<String, Runnable> byName() {
    Map<String, Runnable> actions = new LinkedHashMap<>();
    buttons.values().forEach(button -> actions.putAll(button.actions));
    return actions;
  }

  /** The buttons in their order. */
  List<Action> shown() {
    return buttons.values().stream().map(button -> button.shown.get()).toList();
  }

  @Override
  public void close() {
    writer.close();
  }
}
