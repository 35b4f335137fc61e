package dev.understudy.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of a system at one time: the JSON of {@code GET /state}. A part that is null
 * or empty is unknown; {@code notes} says why. Times are milliseconds since 1970.
 *
 * @param name of the system
 * @param at when this was read
 * @param keys how many keys each side holds
 * @param costs what a stack cost; null for a system that costs nothing, which needs no note
 * @param outcomes the last outcomes of the replicator, newest first
 * @param events what happened, oldest first
 * @param actions what the page's buttons do; empty for a page that only shows
 * @param notes why a part is unknown or what limits it, by the name of the part
 * @param standbys a row for each of several standbys, the first of which the other parts describe;
 *     empty if there is one
 */
public record PageState(
    String name,
    long at,
    @Nullable Health health,
    @Nullable Queues queues,
    @Nullable Keys keys,
    @Nullable Proof proof,
    @Nullable Edge edge,
    @Nullable Costs costs,
    List<Outcome> outcomes,
    List<Event> events,
    Series series,
    List<Action> actions,
    Map<String, String> notes,
    List<Standby> standbys) {
  /**
   * One of several standbys; a part that is null is unknown.
   *
   * @param verdict of its health probe
   * @param level of its dialect, such as {@code L2 E T P}
   * @param lagSeconds the newest p99 of the lag
   */
  public record Standby(
      String name,
      @Nullable String verdict,
      @Nullable String level,
      @Nullable Double lagSeconds,
      @Nullable Queues queues,
      @Nullable Keys keys,
      @Nullable Proof proof) {}

  /** The number of messages in each queue. */
  public record Queues(long changes, long repairs, long deadLetter) {}

  /**
   * The number of keys of each side, without the reserved ones.
   *
   * @param complete whether all keys were counted
   */
  public record Keys(long primary, long standby, boolean complete) {}

  /**
   * What the edge does.
   *
   * @param address where readers reach it; empty if unknown
   * @param serving the pool that serves readers; empty if readers get nothing
   */
  public record Edge(String address, String serving, List<Pool> pools) {}

  /** A pool and what its monitor says of it. */
  public record Pool(String name, String health) {}

  /**
   * What a system cost in 24 hours, in USD.
   *
   * @param usdPerMonth thirty such days
   * @param saved what was not spent
   */
  public record Costs(double usdPerDay, double usdPerMonth, List<Item> items, List<Item> saved) {
    /**
     * A row of the bill.
     *
     * @param quantity in the unit that the item names
     * @param basis how the quantity is known
     */
    public record Item(
        String item, double quantity, double usdPerDay, double usdPerMonth, String basis) {}
  }

  /**
   * The outcome of one key or message.
   *
   * @param reason why it was refused, parked or not settled; empty otherwise
   * @param lagSeconds from the event to the confirmed replica; null if it was not measured
   */
  public record Outcome(
      long at, String key, String outcome, String reason, @Nullable Double lagSeconds) {
    /** Replaces control characters of keys and reasons. */
    public Outcome {
      key = SafeText.of(key);
      reason = SafeText.of(reason);
    }
  }

  /** Something that happened, marked on the time axis. */
  public record Event(long at, String text) {
    /** Replaces control characters. */
    public Event {
      text = SafeText.of(text);
    }
  }

  /**
   * Values over time.
   *
   * @param everySeconds the usual distance of two samples
   * @param times of the samples, ascending
   * @param values by the name of the series, one for each time; null where there is no value
   */
  public record Series(
      long everySeconds, List<Long> times, Map<String, List<@Nullable Double>> values) {}

  /**
   * A button.
   *
   * @param name what is sent to run it
   * @param label on the button
   * @param help what it does
   * @param disabled why it cannot be used now; empty if it can
   */
  public record Action(String name, String label, String help, String disabled) {}
}
