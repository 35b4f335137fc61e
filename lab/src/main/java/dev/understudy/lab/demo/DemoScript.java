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
import java.util.Locale;

/** All scenes in their order, and the proof at the end. */
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
  private static final Scene PROBED = new ProbeScene();

  private final DemoContext stage;
  private final Terminal screen;

  public DemoScript(
      Stack stack,
      Writer writer,
      BucketClient primary,
      BucketClient standby,
      SiteFolder folder,
      Terminal screen) {
    this.stage = new DemoContext(stack, writer, primary, standby, folder, screen);
    this.screen = screen;
  }

  /**
   * Plays everything and compares both sides.
   *
   * @return whether there is no difference
   */
  public boolean play() {
    long versionsBefore = stage.standby().versions("");
    BEFORE_OUTAGE.forEach(this::play);
    Series lag = Series.of(stage.stack().metric("Lag").values());
    play(OUTAGE);
    play(DRIFT);
    long writes = stage.standby().versions("") - versionsBefore;
    play(PROBED);
    BucketComparison.Result result =
        BucketComparison.of(stage.primary(), stage.standby(), text -> screen.progress(text));
    screen.line("");
    table(result, lag, writes).forEach(screen::line);
    result.differences().stream()
        .limit(SHOWN_DIFFERENCES)
        .forEach(difference -> screen.line("  " + difference));
    boolean equal = result.differences().isEmpty() && stage.stack().unreadableLines() == 0;
    screen.line("");
    screen.line(
        equal
            ? "The standby equals the primary, byte for byte and attribute by attribute."
            : "The standby does NOT equal the primary; the handlers' log says what became of each"
                + " key.");
    return equal;
  }

  private void play(Scene scene) {
    String text = scene.play(stage);
    screen.line(String.format(Locale.ROOT, "  %-20s %s", scene.title(), text));
  }

  private List<String> table(BucketComparison.Result result, Series lagBeforeOutage, long writes) {
    List<String> rows = new ArrayList<>();
    rows.add(row("objects compared", Formats.count(result.objects())));
    String bytes = Formats.count(result.bytes()) + " (" + Formats.bytes(result.bytes()) + ")";
    rows.add(row("bytes compared", bytes));
    rows.add(row("lag p50 / p99 / max", lag(lagBeforeOutage)));
    if (stage.stack().embeddedStandby().isPresent()) {
      rows.add(row("  with the outage", lag(stage.stack().metric("Lag"))));
    }
    rows.add(row("saved by coalescing", saved(stage.writer().changes(), writes)));
    rows.add(row("refused", Formats.count(stage.count("Refused"))));
    rows.add(row("parked", Formats.count(stage.count("Parked"))));
    rows.add(row("differences", Formats.count(result.differences().size())));
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

  private static String row(String name, String value) {
    return String.format(Locale.ROOT, "  %-20s %s", name, value);
  }
}
