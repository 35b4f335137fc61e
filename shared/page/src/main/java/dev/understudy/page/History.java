package dev.understudy.page;

import dev.understudy.page.PageState.Event;
import dev.understudy.page.PageState.Outcome;
import dev.understudy.page.PageState.Series;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The newest samples, events and outcomes, so that a page that is loaded again shows the past too.
 * Its memory is bounded. Thread-safe.
 */
public final class History {
  /** Ten minutes of one sample per second. */
  public static final int MAX_SAMPLES = 600;

  public static final int MAX_EVENTS = 100;
  public static final int MAX_OUTCOMES = 30;

  private final long everySeconds;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Deque<Event> events = new ArrayDeque<>();
  private final Deque<Outcome> outcomes = new ArrayDeque<>();

  /**
   * @param everySeconds the usual distance of two samples
   */
  public History(long everySeconds) {
    this.everySeconds = everySeconds;
  }

  private record Sample(long at, Map<String, Double> values) {}

  /** Adds a sample. A series that it does not name has no value at this time. */
  public synchronized void sample(long at, Map<String, Double> values) {
    add(samples, new Sample(at, Map.copyOf(values)), MAX_SAMPLES);
  }

  /** Adds what happened now. */
  public void event(String text) {
    event(new Event(System.currentTimeMillis(), text));
  }

  /** Adds what happened. */
  public synchronized void event(Event event) {
    add(events, event, MAX_EVENTS);
  }

  public synchronized void outcome(Outcome outcome) {
    add(outcomes, outcome, MAX_OUTCOMES);
  }

  private static <T> void add(Deque<T> all, T next, int max) {
    all.addLast(next);
    if (all.size() > max) {
      all.removeFirst();
    }
  }

  public synchronized Series series() {
    TreeSet<String> names = new TreeSet<>();
    samples.forEach(sample -> names.addAll(sample.values.keySet()));
    Map<String, List<@Nullable Double>> values = new TreeMap<>();
    for (String name : names) {
      List<@Nullable Double> column = new ArrayList<>();
      samples.forEach(sample -> column.add(sample.values.get(name)));
      values.put(name, column);
    }
    return new Series(everySeconds, samples.stream().map(Sample::at).toList(), values);
  }

  /** Oldest first. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Newest first. */
  public synchronized List<Outcome> outcomes() {
    List<Outcome> newest = new ArrayList<>();
    outcomes.descendingIterator().forEachRemaining(newest::add);
    return newest;
  }
}
