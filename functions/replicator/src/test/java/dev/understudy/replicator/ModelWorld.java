package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.WriteResult;
import dev.understudy.replicator.ModelRules.Faults;
import dev.understudy.replicator.ModelWorker.Call;
import dev.understudy.replicator.ModelWorker.Opened;
import dev.understudy.testkit.store.InMemoryStandby;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One state of everything: the primary, the standby, the queue, the workers, and writes whose
 * sender is gone. Never changed; every possible next step makes another one. Long, as it is the
 * list of all that can happen.
 *
 * @param written the primary's state
 * @param standby never changed either: a step copies it
 * @param origins which state of the primary each version of the standby shows
 * @param shown the state that a reader of the standby sees
 * @param waiting messages that nobody holds; they say nothing, so they are all alike
 * @param held messages that workers hold
 * @param zombies writes under way whose sender is gone
 * @param audit how far the reconciler has come that lists both sides
 * @param workers every worker met so far; shared by all states
 */
record ModelWorld(
    ModelRules rules,
    int written,
    InMemoryStandby standby,
    Map<String, Integer> origins,
    int shown,
    int waiting,
    List<Message> held,
    List<Hand> hands,
    List<Zombie> zombies,
    Faults left,
    int hintsLeft,
    ModelAudit audit,
    ModelWorkers workers) {

  /** How a reader goes back in time that sees an object before the newest. */
  static final String OLD_OBJECT = "an old object over a newer one";

  /** How a reader goes back in time that sees labels before the newest, on the right bytes. */
  static final String OLD_LABELS = "old labels over newer ones";

  static final String OLD_OVER_DELETION = "an old object over a deletion";

  private static final String OLD_DELETION = "an old deletion hides what is newer";

  /** How a reader goes back that sees an object or none. */
  static final Set<String> DELETIONS = Set.of(OLD_OVER_DELETION, OLD_DELETION);

  /** A message. It may be delivered to a second worker, and deleted while one works on it. */
  record Message(boolean visible, boolean alive) {}

  /**
   * A worker and the message it works on.
   *
   * @param worker null if it is idle
   */
  record Hand(int message, ModelWorker worker) {
    static final Hand IDLE = new Hand(-1, null);

    boolean isIdle() {
      return worker == null;
    }

    String knowledge() {
      return isIdle() ? "" : worker.knowledge();
    }
  }

  record Zombie(Call.Write write, int origin) {}

  /**
   * What happened.
   *
   * @param label what to print of it, made only where a way is printed
   * @param back how a reader went back in time, or empty
   */
  record Step(Supplier<String> label, ModelWorld world, String back) {}

  static ModelWorld start(ModelRules rules) {
    List<Hand> hands = new ArrayList<>();
    for (int i = 0; i < rules.workers(); i++) {
      hands.add(Hand.IDLE);
    }
    return new ModelWorld(
        rules,
        0,
        new InMemoryStandby(rules.conditionalDeletes()),
        Map.of(),
        0,
        0,
        List.of(),
        hands,
        List.of(),
        rules.faults(),
        rules.finalHints(),
        ModelAudit.NOT_BEGUN,
        new ModelWorkers(rules.procedure()));
  }

  /** Nothing can happen any more. */
  boolean isQuiet() {
    return rests() && hintsLeft == 0;
  }

  boolean isEqual() {
    return standby
        .head(ModelClock.KEY)
        .present()
        .map(Replica.Present::fingerprint)
        .equals(rules.clock().wanted(written).map(PrimaryObject::fingerprint));
  }

  /**
   * Equal for states from which the same can happen. Of the standby that is the newest version:
   * what lies below it never comes up again, as no version is ever deleted.
   */
  String identity() {
    StringBuilder text = new StringBuilder();
    text.append(written).append('|').append(shown).append('|').append(waiting).append('|');
    standby.versions(ModelClock.KEY).stream().findFirst().map(this::name).ifPresent(text::append);
    text.append(standby.head(ModelClock.KEY).present().isPresent());
    hands.forEach(
        hand -> text.append('|').append(hand.message).append(':').append(hand.knowledge()));
    text.append('|').append(held).append(zombies).append(left).append(hintsLeft).append(audit);
    return text.toString();
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    writerSteps(steps);
    rules.audit().ifPresent(rule -> auditSteps(steps, rule));
    boolean idleSeen = false;
    for (int i = 0; i < hands.size(); i++) {
      if (!hands.get(i).isIdle()) {
        workerSteps(steps, i);
      } else if (!idleSeen) {
        idleSeen = true;
        receiveSteps(steps, i);
      }
    }
    for (Zombie zombie : zombies) {
      ModelWorld without = withZombies(without(zombies, zombie));
      steps.add(without.applied(() -> "late " + zombie.write, zombie.write, zombie.origin).step());
      steps.add(new Step(() -> "lost " + zombie.write, without.tidied(), ""));
    }
    return steps;
  }

  private void writerSteps(List<Step> steps) {
    int last = rules.clock().last();
    if (written < last) {
      ModelWorld next = withWritten(written + 1);
      String label = "primary is " + rules.clock().values().get(written + 1);
      steps.add(new Step(() -> label, next.withWaiting(waiting + 1), ""));
      if (left.losses() > 0) {
        steps.add(
            new Step(
                () -> label + ", its hint lost",
                next.withLeft(
                    new Faults(
                        left.crashes(), left.expiries(), left.duplicates(), left.losses() - 1)),
                ""));
      }
    }
    if (left.duplicates() > 0 && written > 0) {
      Faults less =
          new Faults(left.crashes(), left.expiries(), left.duplicates() - 1, left.losses());
      steps.add(new Step(() -> "duplicate hint", withWaiting(waiting + 1).withLeft(less), ""));
    }
    if (hintsLeft > 0 && rests()) {
      steps.add(
          new Step(() -> "hint of the reconciler", withWaiting(1).withHints(hintsLeft - 1), ""));
    }
  }

  private void auditSteps(List<Step> steps, ModelAudit.Rule rule) {
    if (audit.over()) {
      return;
    }
    boolean ours = audit.primary().isEmpty();
    boolean theirs = audit.standby().isEmpty();
    if (ours && (rule.primaryFirst() || !theirs)) {
      for (Instant readAt : rules.clock().readTimes(written)) {
        Opened sight =
            new Opened(
                written, readAt, rules.clock().object(written), rules.clock().content(written));
        steps.add(
            new Step(
                () -> "reconciler lists the primary: " + sight,
                withAudit(audit.withPrimary(sight)),
                ""));
      }
    } else if (theirs) {
      Replica sight = seen();
      steps.add(
          new Step(
              () -> "reconciler lists the standby: " + sight,
              withAudit(audit.withStandby(sight)),
              ""));
    } else {
      steps.add(concluded(rule));
    }
  }

  private Step concluded(ModelAudit.Rule rule) {
    int listed = audit.primary().orElseThrow().state();
    ModelWorld over = withAudit(ModelAudit.ended());
    if (value(listed).equals(value(audit.shownState()))) {
      return new Step(() -> "reconciler finds both equal", over, "");
    }
    if (!rule.deletes() || !value(listed).isEmpty()) {
      return new Step(() -> "reconciler hints", over.withWaiting(waiting + 1), "");
    }
    Call.Delete deletion = audit.deletion();
    return over.applied(() -> "reconciler " + deletion, deletion, listed).step();
  }

  private void receiveSteps(List<Step> steps, int i) {
    ModelWorker worker = workers.first();
    Message taken = new Message(false, !rules.acknowledgesFirst());
    if (waiting > 0) {
      List<Message> more = new ArrayList<>(held);
      more.add(taken);
      steps.add(
          new Step(
              () -> "worker " + i + " receives",
              withWaiting(waiting - 1)
                  .withHeld(more)
                  .withHand(i, new Hand(held.size(), worker))
                  .tidied(),
              ""));
    }
    for (int m = 0; m < held.size(); m++) {
      if (held.get(m).visible && held.get(m).alive) {
        steps.add(
            new Step(
                () -> "worker " + i + " receives the same message",
                withMessage(m, taken).withHand(i, new Hand(m, worker)).tidied(),
                ""));
      }
    }
  }

  private void workerSteps(List<Step> steps, int i) {
    Hand hand = hands.get(i);
    Message message = held.get(hand.message);
    Message back = new Message(message.alive, message.alive);
    if (left.crashes() > 0) {
      Faults less =
          new Faults(left.crashes() - 1, left.expiries(), left.duplicates(), left.losses());
      ModelWorld crashed = withMessage(hand.message, back).withHand(i, Hand.IDLE).withLeft(less);
      steps.add(new Step(() -> "worker " + i + " crashes", crashed.tidied(), ""));
      if (hand.worker.next() instanceof Call.Write write) {
        List<Zombie> more = new ArrayList<>(zombies);
        more.add(new Zombie(write, hand.worker.opened().state()));
        steps.add(
            new Step(
                () -> "worker " + i + " crashes, its write on the way",
                crashed.withZombies(more).tidied(),
                ""));
      }
    }
    if (left.expiries() > 0 && message.alive && !message.visible) {
      Faults less =
          new Faults(left.crashes(), left.expiries() - 1, left.duplicates(), left.losses());
      steps.add(
          new Step(
              () -> "the message of worker " + i + " becomes visible",
              withMessage(hand.message, back).withLeft(less),
              ""));
    }
    if (hand.worker.next() instanceof Call call) {
      callSteps(steps, i, call);
    } else {
      steps.add(acknowledged(i, (Outcome) hand.worker.next()));
    }
  }

  private Step acknowledged(int i, Outcome outcome) {
    if (!outcome.settled()) {
      throw new AssertionError("Without a failing store: " + outcome);
    }
    int message = hands.get(i).message;
    ModelWorld done = withMessage(message, new Message(false, false)).withHand(i, Hand.IDLE);
    return new Step(
        () -> "worker " + i + " acknowledges " + outcome,
        (outcome instanceof Outcome.Restless ? done.withWaiting(waiting + 1) : done).tidied(),
        "");
  }

  private void callSteps(List<Step> steps, int i, Call call) {
    ModelWorker worker = hands.get(i).worker;
    if (call instanceof Call.ReadBoth) {
      steps.add(answered(i, call, seen()));
    }
    if (call instanceof Call.Open || call instanceof Call.ReadBoth) {
      for (Instant readAt : rules.clock().readTimes(written)) {
        Opened opened =
            new Opened(
                written, readAt, rules.clock().object(written), rules.clock().content(written));
        steps.add(answered(i, call, opened));
      }
    } else if (call instanceof Call.LookAtPrimary) {
      steps.add(answered(i, call, rules.clock().object(written)));
    } else if (call instanceof Call.CopyPart copy) {
      steps.add(answered(i, call, seen().condition().equals(new Condition.Matches(copy.etag()))));
    } else if (call instanceof Call.ReadRange range) {
      Optional<ETag> etag = rules.clock().object(written).map(o -> o.fingerprint().etag());
      steps.add(answered(i, call, etag.equals(Optional.of(range.etag()))));
    } else if (call instanceof Call.ReadFilter) {
      steps.add(answered(i, call, rules.clock().filters().get(written)));
    } else if (call instanceof Call.LookAtStandby) {
      steps.add(answered(i, call, seen()));
    } else if (call instanceof Call.TimeOf time) {
      steps.add(answered(i, call, Instant.parse(time.version().replaceFirst(".*@", ""))));
    } else if (call instanceof Call.Write write) {
      Applied applied = applied(() -> "worker " + i + " " + write, write, worker.opened().state());
      ModelWorker next = workers.answered(worker, applied.result);
      Hand hand = new Hand(hands.get(i).message, next);
      steps.add(new Step(applied.label, applied.world.withHand(i, hand).tidied(), applied.back));
    }
  }

  /**
   * What the standby shows, its version named by what it is: else the order in which versions came
   * would make other states of the same.
   */
  private Replica seen() {
    Replica replica = standby.head(ModelClock.KEY);
    if (replica instanceof Replica.Marker marker) {
      return new Replica.Marker(name(marker.versionId()));
    }
    if (replica instanceof Replica.Present present) {
      return new Replica.Present(
          present.fingerprint(), present.lastModified(), present.versionId().map(this::name));
    }
    return replica;
  }

  private String name(String version) {
    return origins.get(version) + "@" + standby.timeOf(ModelClock.KEY, version);
  }

  private Step answered(int i, Call call, Object answer) {
    Hand hand = new Hand(hands.get(i).message, workers.answered(hands.get(i).worker, answer));
    return new Step(
        () -> "worker %d %s: %s".formatted(i, call, answer), withHand(i, hand).tidied(), "");
  }

  private record Applied(
      Supplier<String> label, ModelWorld world, WriteResult result, String back) {
    Step step() {
      return new Step(() -> label.get() + " " + result, world.tidied(), back);
    }
  }

  private Applied applied(Supplier<String> label, Call.Write write, int origin) {
    InMemoryStandby after = standby.copy();
    List<String> before = standby.versions(ModelClock.KEY);
    WriteResult result = WriteResult.WRITTEN;
    if (write instanceof Call.Put put) {
      result =
          after.put(
              ModelClock.KEY,
              put.content().getBytes(UTF_8),
              Optional.empty(),
              put.fingerprint(),
              rules.conditional() ? put.condition() : whateverHolds(),
              stamp(put.stamp()));
    } else if (write instanceof Call.Delete delete) {
      result = after.delete(ModelClock.KEY, delete.seen(), stamp(delete.stamp()));
    }
    Map<String, Integer> more = new LinkedHashMap<>(origins);
    List<String> versions = after.versions(ModelClock.KEY);
    versions.stream().filter(id -> !before.contains(id)).forEach(id -> more.put(id, origin));
    int visible = versions.isEmpty() ? 0 : more.get(versions.get(0));
    boolean same = value(visible).equals(value(shown));
    int seen = same ? Math.max(visible, shown) : visible;
    ModelWorld world =
        new ModelWorld(
            rules, written, after, more, seen, waiting, held, hands, zombies, left, hintsLeft,
            audit, workers);
    return new Applied(label, world, result, same || visible > shown ? "" : back(visible));
  }

  private String back(int visible) {
    if (value(visible).isEmpty()) {
      return OLD_DELETION;
    }
    if (ModelClock.bytes(value(visible)).equals(ModelClock.bytes(value(shown)))) {
      return OLD_LABELS;
    }
    return value(shown).isEmpty() ? OLD_OVER_DELETION : OLD_OBJECT;
  }

  private Condition whateverHolds() {
    return standby
        .head(ModelClock.KEY)
        .present()
        .map(Replica.Present::fingerprint)
        .map(Fingerprint::etag)
        .<Condition>map((ETag etag) -> new Condition.Matches(etag))
        .orElseGet(Condition.Absent::new);
  }

  /** Without stamps the last to arrive is on top. */
  private Instant stamp(Instant given) {
    if (rules.stamped()) {
      return given;
    }
    return standby
        .time(ModelClock.KEY)
        .map(time -> time.plus(Duration.ofMillis(1)))
        .orElse(ModelClock.at(0));
  }

  private String value(int state) {
    return rules.clock().shown(state);
  }

  private boolean rests() {
    return written == rules.clock().last()
        && waiting == 0
        && held.isEmpty()
        && zombies.isEmpty()
        && !audit.isUnderWay()
        && hands.stream().allMatch(Hand::isIdle);
  }

  /** Workers are alike, and messages are, so their order does not make another state. */
  private ModelWorld tidied() {
    List<Hand> sorted = new ArrayList<>(hands);
    sorted.sort(Comparator.comparing(Hand::knowledge).thenComparing(Hand::message));
    Map<Integer, Integer> names = new HashMap<>();
    List<Message> messages = new ArrayList<>();
    List<Hand> renamed = new ArrayList<>();
    for (Hand hand : sorted) {
      if (hand.isIdle()) {
        renamed.add(hand);
        continue;
      }
      if (!names.containsKey(hand.message)) {
        names.put(hand.message, messages.size());
        messages.add(held.get(hand.message));
      }
      renamed.add(new Hand(names.get(hand.message), hand.worker));
    }
    int free = waiting;
    for (int m = 0; m < held.size(); m++) {
      free += !names.containsKey(m) && held.get(m).alive ? 1 : 0;
    }
    List<Zombie> late = new ArrayList<>(zombies);
    late.sort(Comparator.comparing(Zombie::toString));
    return new ModelWorld(
        rules, written, standby, origins, shown, free, messages, renamed, late, left, hintsLeft,
        audit, workers);
  }

  private static List<Zombie> without(List<Zombie> all, Zombie one) {
    List<Zombie> less = new ArrayList<>(all);
    less.remove(one);
    return less;
  }

  private ModelWorld withWritten(int value) {
    return new ModelWorld(
        rules, value, standby, origins, shown, waiting, held, hands, zombies, left, hintsLeft,
        audit, workers);
  }

  private ModelWorld withWaiting(int value) {
    return new ModelWorld(
        rules, written, standby, origins, shown, value, held, hands, zombies, left, hintsLeft,
        audit, workers);
  }

  private ModelWorld withHeld(List<Message> value) {
    return new ModelWorld(
        rules, written, standby, origins, shown, waiting, value, hands, zombies, left, hintsLeft,
        audit, workers);
  }

  private ModelWorld withMessage(int m, Message message) {
    List<Message> changed = new ArrayList<>(held);
    changed.set(m, message);
    return withHeld(changed);
  }

  private ModelWorld withHand(int i, Hand hand) {
    List<Hand> changed = new ArrayList<>(hands);
    changed.set(i, hand);
    return new ModelWorld(
        rules, written, standby, origins, shown, waiting, held, changed, zombies, left, hintsLeft,
        audit, workers);
  }

  private ModelWorld withZombies(List<Zombie> value) {
    return new ModelWorld(
        rules, written, standby, origins, shown, waiting, held, hands, value, left, hintsLeft,
        audit, workers);
  }

  private ModelWorld withLeft(Faults value) {
    return new ModelWorld(
        rules, written, standby, origins, shown, waiting, held, hands, zombies, value, hintsLeft,
        audit, workers);
  }

  private ModelWorld withHints(int value) {
    return new ModelWorld(
        rules, written, standby, origins, shown, waiting, held, hands, zombies, left, value, audit,
        workers);
  }

  private ModelWorld withAudit(ModelAudit value) {
    return new ModelWorld(
        rules, written, standby, origins, shown, waiting, held, hands, zombies, left, hintsLeft,
        value, workers);
  }
}
