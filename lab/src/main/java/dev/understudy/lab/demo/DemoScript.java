package dev.understudy.lab.demo;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.metric.Series;
import dev.understudy.lab.report.ActivityRecorder;
import dev.understudy.lab.stack.Stack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs all scenes in order and compares both buckets at the end. Close it before the stack. */
public final class DemoScript implements AutoCloseable {
  static final String OBJECTS = "objects compared";
  static final String LAG = "lag p50 / p99 / max";
  static final String DIFFERENCES = "differences";
  static final String EQUAL =
      "The standby equals the primary, byte for byte and attribute by attribute.";
  static final String NOT_EQUAL =
      "The standby does NOT equal the primary; see the functions' log for the outcome of each key.";

  private static final int SHOWN_DIFFERENCES = 20;
  private static final List<Scene> BEFORE_OUTAGE =
      List.of(
          new UploadScene(),
          new OverwriteScene(),
          new MetadataScene(),
          new DeleteScene(),
          new BurstScene(),
          new PoisonMessageScene());
  private static final Scene OUTAGE = new StandbyOutageScene();
  private static final Scene DRIFT = new DriftScene();
  private static final Scene PROBE = new ProbeScene();

  private final DemoContext context;
  private final Terminal terminal;
  private final DemoRecord record = new DemoRecord();
  private final ActivityRecorder activity;

  public DemoScript(
      Stack stack,
      Writer writer,
      BucketClient primary,
      BucketClient standby,
      SiteFolder folder,
      Terminal terminal) {
    this.context = new DemoContext(stack, writer, primary, standby, folder, terminal, record);
    this.terminal = terminal;
    this.activity = ActivityRecorder.start(stack);
  }

  /**
   * Runs all scenes and prints the comparison.
   *
   * @return whether both buckets are equal and CloudWatch could read every log line
   */
  public boolean play() {
    try {
      return playAll();
    } catch (RuntimeException e) {
      record.failed("The demonstration was not completed: " + e.getMessage());
      throw e;
    }
  }

  private boolean playAll() {
    long before = writes();
    BEFORE_OUTAGE.forEach(this::play);
    Series lag = Series.of(context.stack().metric("Lag").values());
    play(OUTAGE);
    play(DRIFT);
    long writes = writes() - before;
    play(PROBE);
    BucketComparison.Result result =
        BucketComparison.of(context.primary(), context.standby(), text -> terminal.progress(text));
    terminal.line("");
    Map<String, String> numbers = numbers(result, lag, writes);
    numbers.forEach((name, value) -> terminal.line(Formats.row(name, value)));
    result.differences().stream()
        .limit(SHOWN_DIFFERENCES)
        .forEach(difference -> terminal.line("  " + difference));
    boolean equal = result.differences().isEmpty() && context.stack().unreadableLines() == 0;
    terminal.line("");
    terminal.line(equal ? EQUAL : NOT_EQUAL);
    record.end(numbers, result, equal);
    return equal;
  }

  /** An HTML page about everything so far, also if {@link #play} threw an exception. */
  public String page() {
    return new DemoPage(
            record,
            window ->
                List.of(activity.outcomes(window), activity.backlog(window), activity.lag(window)))
        .html();
  }

  /** From the metrics, because some standbys keep no versions that could be counted. */
  private long writes() {
    return context.count("Copied") + context.count("Deleted");
  }

  private void play(Scene scene) {
    long began = System.nanoTime();
    String text = scene.play(context);
    record.scene(scene.title(), text, began);
    terminal.line(Formats.row(scene.title(), text));
  }

  private Map<String, String> numbers(
      BucketComparison.Result result, Series lagBeforeOutage, long writes) {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put(OBJECTS, Formats.count(result.objects()));
    String bytes = Formats.count(result.bytes()) + " (" + Formats.bytes(result.bytes()) + ")";
    numbers.put("bytes compared", bytes);
    numbers.put(LAG, lag(lagBeforeOutage));
    if (context.stack().embeddedStandby().isPresent()) {
      numbers.put("  with the outage", lag(context.stack().metric("Lag")));
    }
    numbers.put("saved by coalescing", saved(context.writer().changes(), writes));
    numbers.put("refused", Formats.count(context.count("Refused")));
    numbers.put("parked", Formats.count(context.count("Parked")));
    numbers.put(DIFFERENCES, Formats.count(result.differences().size()));
    return numbers;
  }

  private static String saved(long changes, long writes) {
    return "%s copies: %s on the primary took %s on the standby"
        .formatted(
            Formats.count(changes - writes),
            Formats.count(changes, "change"),
            Formats.count(writes, "write"));
  }

  private static String lag(Series lag) {
    return "%s / %s / %s"
        .formatted(
            Formats.seconds(lag.percentile(50)),
            Formats.seconds(lag.percentile(99)),
            Formats.seconds(lag.maximum()));
  }

  /** Ends the samples of the page. */
  @Override
  public void close() {
    activity.close();
  }
}
