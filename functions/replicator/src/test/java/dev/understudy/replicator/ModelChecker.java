package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Goes through what can happen: all of it, or one way by chance. */
final class ModelChecker {
  /** Far more than any configuration of the tests has; beyond it a run would not end. */
  private static final int MAX_STATES = 3_000_000;

  private ModelChecker() {}

  /**
   * What was found.
   *
   * @param wrong how quiet was reached without both sides being equal, step by step; empty if never
   * @param back how often a reader went back in time, by kind
   * @param backTrace the first of them, step by step
   */
  record Result(
      int states,
      long transitions,
      int quiet,
      List<String> wrong,
      Map<String, Integer> back,
      List<String> backTrace) {}

  private record Path(Supplier<String> label, Path before) {
    List<String> steps() {
      List<String> steps = new ArrayList<>();
      for (Path path = this; path != null; path = path.before) {
        steps.add(path.label.get());
      }
      Collections.reverse(steps);
      return steps;
    }
  }

  private record Place(ModelWorld world, Path path) {}

  private record Digest(long high, long low) {
    static Digest of(String text) {
      try {
        ByteBuffer bytes =
            ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        return new Digest(bytes.getLong(), bytes.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every JDK has MD5", e);
      }
    }
  }

  /** Every state that can be reached, each once, the nearest first. */
  static Result explore(ModelRules rules) {
    return explore(rules, findings -> false);
  }

  /** As {@link #explore}, but ends at the first end where the sides differ, if there is one. */
  static Result untilWrong(ModelRules rules) {
    return explore(rules, findings -> !findings.wrong.isEmpty());
  }

  /** As {@link #explore}, but ends at the first reader that goes back in time, if there is one. */
  static Result untilBack(ModelRules rules) {
    return explore(rules, findings -> !findings.backTrace.isEmpty());
  }

  /** As {@link #explore}, but ends at the first reader that goes back in this way. */
  static Result untilBack(ModelRules rules, String kind) {
    return explore(rules, findings -> findings.back.containsKey(kind));
  }

  private static Result explore(ModelRules rules, Predicate<Findings> enough) {
    Set<Digest> known = new HashSet<>();
    Deque<Place> open = new ArrayDeque<>();
    Findings findings = new Findings();
    ModelWorld start = ModelWorld.start(rules);
    known.add(Digest.of(start.identity()));
    open.add(new Place(start, null));
    while (!open.isEmpty() && !enough.test(findings)) {
      Place place = open.remove();
      findings.visit(place);
      for (ModelWorld.Step step : place.world.steps()) {
        Path path = new Path(step.label(), place.path);
        findings.step(step, path);
        if (known.add(Digest.of(step.world().identity()))) {
          open.add(new Place(step.world(), path));
        }
      }
      if (known.size() > MAX_STATES) {
        throw new AssertionError("More than " + MAX_STATES + " states: too large to be explored");
      }
    }
    return findings.result(known.size());
  }

  /** One way through, until it is quiet. */
  static Result walk(ModelRules rules, Random random) {
    Findings findings = new Findings();
    Place place = new Place(ModelWorld.start(rules), null);
    int steps = 0;
    for (List<ModelWorld.Step> possible = place.world.steps();
        !possible.isEmpty();
        possible = place.world.steps()) {
      ModelWorld.Step step = possible.get(random.nextInt(possible.size()));
      Path path = new Path(step.label(), place.path);
      findings.step(step, path);
      place = new Place(step.world(), path);
      steps++;
    }
    findings.visit(place);
    return findings.result(steps);
  }

  private static final class Findings {
    private final Map<String, Integer> back = new TreeMap<>();
    private List<String> wrong = List.of();
    private List<String> backTrace = List.of();
    private long transitions;
    private int quiet;

    void visit(Place place) {
      if (!place.world.isQuiet()) {
        return;
      }
      quiet++;
      if (!place.world.isEqual() && wrong.isEmpty()) {
        wrong = place.path.steps();
      }
    }

    void step(ModelWorld.Step step, Path path) {
      transitions++;
      if (!step.back().isEmpty()) {
        back.merge(step.back(), 1, Integer::sum);
        backTrace = backTrace.isEmpty() ? path.steps() : backTrace;
      }
    }

    Result result(int states) {
      return new Result(states, transitions, quiet, wrong, back, backTrace);
    }
  }
}
