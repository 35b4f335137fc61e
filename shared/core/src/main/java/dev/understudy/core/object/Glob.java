package dev.understudy.core.object;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A compiled glob. A match takes at most as many steps as the path has characters times the
 * pattern: all positions in the pattern advance together, and no position is tried twice. A
 * backtracking matcher would take exponential time for some patterns.
 */
final class Glob {
  private final boolean anchored;
  private final List<Step> steps;
  private final int start;

  /**
   * @param anchored whether a match begins at the start of the path only. Otherwise it may also
   *     begin after any slash.
   * @param steps the first is the end of the pattern
   * @param start the index of the first step of the pattern
   */
  Glob(boolean anchored, List<Step> steps, int start) {
    this.anchored = anchored;
    this.steps = List.copyOf(steps);
    this.start = start;
  }

  /**
   * One step of a pattern.
   *
   * @param test the characters that lead to {@code next}; null if both {@code next} and {@code
   *     other} follow without a character
   * @param other the same as {@code next} if there is only one way on
   */
  record Step(@Nullable IntPredicate test, int next, int other) {
    static final int END = 0;
  }

  /** Whether the pattern matches the path up to its end. */
  boolean matches(String path) {
    Positions now = new Positions();
    Positions next = new Positions();
    int i = 0;
    while (i < path.length()) {
      if (mayBegin(path, i)) {
        now.add(start);
      }
      if (now.size == 0) {
        int slash = anchored ? -1 : path.indexOf('/', i);
        if (slash < 0) {
          return false;
        }
        i = slash + 1;
        continue;
      }
      int c = path.codePointAt(i);
      now.advance(c, next);
      i += Character.charCount(c);
      Positions done = now;
      now = next;
      next = done;
      next.clear();
    }
    if (mayBegin(path, i)) {
      now.add(start);
    }
    return now.seen[Step.END];
  }

  private boolean mayBegin(String path, int at) {
    return at == 0 || (!anchored && path.charAt(at - 1) == '/');
  }

  /** The steps that a path may have reached. */
  private final class Positions {
    private final boolean[] seen = new boolean[steps.size()];
    private final int[] list = new int[steps.size()];
    private int size;

    void add(int index) {
      if (seen[index]) {
        return;
      }
      seen[index] = true;
      list[size++] = index;
      Step step = steps.get(index);
      if (step.test() == null && index != Step.END) {
        add(step.next());
        add(step.other());
      }
    }

    void advance(int c, Positions to) {
      for (int i = 0; i < size; i++) {
        Step step = steps.get(list[i]);
        IntPredicate test = step.test();
        if (test != null && test.test(c)) {
          to.add(step.next());
        }
      }
    }

    void clear() {
      for (int i = 0; i < size; i++) {
        seen[list[i]] = false;
      }
      size = 0;
    }
  }
}
