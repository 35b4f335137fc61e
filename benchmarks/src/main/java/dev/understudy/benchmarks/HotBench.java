package dev.understudy.benchmarks;

import dev.understudy.page.PlotImage;
import dev.understudy.page.TimePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code make bench-hot}: what a standby with hot objects only would serve after a failover, and
 * what it saves. Prints the table of docs/hot-objects.md and writes its plot. One seed always gives
 * the same result.
 */
public final class HotBench {
  static final List<Integer> DAYS = List.of(1, 7, 30);

  private HotBench() {}

  /**
   * How much is read.
   *
   * @param objects of the bucket
   * @param requests of all days
   * @param days of which there are logs; above the greatest of {@link #DAYS} by two at least
   */
  record Load(int objects, int requests, int days, long seed) {
    static final Load DOCUMENTED = new Load(300_000, 1_000_000, 60, 1);

    int requestsPerDay() {
      return requests / days;
    }
  }

  /**
   * @param arguments the file for the plot
   */
  public static void main(String[] arguments) throws IOException {
    Load load = Load.DOCUMENTED;
    System.out.printf(
        "%,d requests for %,d objects within %d days, seed %d%n",
        load.requests(), load.objects(), load.days(), load.seed());
    List<HotRates> rates = run(load);
    table(rates).forEach(System.out::println);
    Files.writeString(Path.of(arguments[0]), PlotImage.of(plot(rates), "days"));
    System.out.println("The plot is in " + arguments[0]);
  }

  /** A failover on the evening of each day from which on all of {@link #DAYS} are known. */
  static List<HotRates> run(Load load) throws IOException {
    HotTraffic traffic = new HotTraffic(load.objects(), load.seed());
    List<HotRates> rates = DAYS.stream().map(days -> new HotRates(days, traffic)).toList();
    int longest = DAYS.get(DAYS.size() - 1);
    Instant first = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(load.days()));
    try (HotLogs logs = new HotLogs(longest)) {
      int[] today = traffic.nextDay(load.requestsPerDay());
      for (int day = 0; day < load.days() - 1; day++) {
        logs.read(first.plus(Duration.ofDays(day)), today);
        today = traffic.nextDay(load.requestsPerDay());
        for (HotRates rate : day >= longest ? rates : List.<HotRates>of()) {
          rate.add(logs.hot(rate.days(), load.objects()), today);
        }
      }
    }
    return rates;
  }

  static List<String> table(List<HotRates> rates) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| N, days | requests served | different objects served | stored, of all bytes | saved |"
            + " newly hot bytes a day |");
    lines.add("|---|---|---|---|---|---|");
    rates.forEach(rate -> lines.add(rate.row()));
    return lines;
  }

  private static TimePlot plot(List<HotRates> rates) {
    TimePlot.Colour[] colours = {
      TimePlot.Colour.ORANGE, TimePlot.Colour.BLUE, TimePlot.Colour.GREEN
    };
    List<TimePlot.Series> served = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      HotRates rate = rates.get(i);
      String name =
          "read within %d %s: %.0f %% of bytes"
              .formatted(rate.days(), rate.days() == 1 ? "day" : "days", rate.meanStored());
      served.add(new TimePlot.Series(name, colours[i], rate.requests()));
    }
    return new TimePlot(
        "Requests that the standby would serve after a failover on each day",
        rates.get(0).requests().size(),
        1,
        List.of(),
        List.of(),
        List.of(
            new TimePlot.Panel("% of the next day's requests", TimePlot.Shape.LINES, 100, served)));
  }
}
