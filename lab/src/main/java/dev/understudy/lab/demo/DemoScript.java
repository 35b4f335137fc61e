package dev.understudy.lab.demo;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.metric.Series;
import dev.understudy.lab.stack.Stack;
import java.util.ArrayList;
import java.util.List;

/** Runs all scenes in order and compares both buckets at the end. */
public final class DemoScript {
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

  public DemoScript(
      Stack stack,
      Writer writer,
      BucketClient primary,
      BucketClient standby,
      SiteFolder folder,
      Terminal terminal) {
    this.context = new DemoContext(stack, writer, primary, standby, folder, terminal);
    this.terminal = terminal;
  }

  /**
   * Runs all scenes and prints the comparison.
   *
   * @return whether both buckets are equal and CloudWatch could read every log line
   */
  public boolean play() {
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
    table(result, lag, writes).forEach(terminal::line);
    result.differences().stream()
        .limit(SHOWN_DIFFERENCES)
        .forEach(difference -> terminal.line("  " + difference));
    boolean equal = result.differences().isEmpty() && context.stack().unreadableLines() == 0;
    terminal.line("");
    terminal.line(
        equal
            ? "The standby equals the primary, byte for byte and attribute by attribute."
            : "The standby does NOT equal the primary; see the functions' log for the outcome of"
                + " each key.");
    return equal;
  }

  /** From the metrics, because some standbys keep no versions that could be counted. */
  private long writes() {
    return context.count("Copied") + context.count("Deleted");
  }

  private void play(Scene scene) {
    String text = scene.play(context);
    terminal.line(Formats.row(scene.title(), text));
  }

  private List<String> table(BucketComparison.Result result, Series lagBeforeOutage, long writes) {
    List<String> rows = new ArrayList<>();
    rows.add(Formats.row("objects compared", Formats.count(result.objects())));
    String bytes = Formats.count(result.bytes()) + " (" + Formats.bytes(result.bytes()) + ")";
    rows.add(Formats.row("bytes compared", bytes));
    rows.add(Formats.row("lag p50 / p99 / max", lag(lagBeforeOutage)));
    if (context.stack().embeddedStandby().isPresent()) {
      rows.add(Formats.row("  with the outage", lag(context.stack().metric("Lag"))));
    }
    rows.add(Formats.row("saved by coalescing", saved(context.writer().changes(), writes)));
    rows.add(Formats.row("refused", Formats.count(context.count("Refused"))));
    rows.add(Formats.row("parked", Formats.count(context.count("Parked"))));
    rows.add(Formats.row("differences", Formats.count(result.differences().size())));
    return rows;
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
}
