package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.emulators.edge.MonitorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The settings and the worst case are Terraform's: its own files are read here. */
class MonitorSettingsTest {
  private static final Path MODULE =
      Path.of(
          System.getProperty("understudy.root", "../.."), "terraform", "modules", "cloudflare-lb");
  private static final Pattern NUMBER =
      Pattern.compile("(\\w+)\\s*=\\s*optional\\(number, (\\d+)\\)");
  private static final Pattern FORMULA = Pattern.compile("(errors|silence)\\s*=\\s*(.+)");

  @Test
  void hasTheDefaultsOfTheModule() throws IOException {
    String variables = Files.readString(MODULE.resolve("variables.tf"));
    Map<String, Integer> defaults = new HashMap<>();
    Matcher number = NUMBER.matcher(variables);
    while (number.find()) {
      defaults.put(number.group(1), Integer.valueOf(number.group(2)));
    }

    MonitorSettings production = MonitorSettings.production();

    assertThat(values(production)).isEqualTo(defaults);
    assertThat(variables)
        .contains("regions          = optional(list(string), [\"%s\"])".formatted("WEU"));
    assertThat(production.regions()).containsExactly("WEU");
  }

  @Test
  void hasTheWorstCaseOfTheModule() throws IOException {
    Map<String, String> formulas = new HashMap<>();
    Matcher formula = FORMULA.matcher(Files.readString(MODULE.resolve("outputs.tf")));
    while (formula.find()) {
      formulas.put(formula.group(1), formula.group(2));
    }
    Random random = new Random(11);

    for (int n = 0; n < 200; n++) {
      MonitorSettings some = some(random);
      assertThat(some.worst().errors())
          .as(some.toString())
          .hasSeconds(Hcl.evaluate(formulas.get("errors"), values(some)));
      assertThat(some.worst().silence())
          .as(some.toString())
          .hasSeconds(Hcl.evaluate(formulas.get("silence"), values(some)));
    }
  }

  private static MonitorSettings some(Random random) {
    int timeout = 1 + random.nextInt(50);
    return new MonitorSettings(
        Duration.ofSeconds(timeout + 1 + random.nextInt(100)),
        Duration.ofSeconds(timeout),
        random.nextInt(6),
        1 + random.nextInt(5),
        1 + random.nextInt(5),
        List.of("WEU"),
        MonitorSettings.production().spread());
  }

  private static Map<String, Integer> values(MonitorSettings settings) {
    return Map.of(
        "interval", (int) settings.interval().toSeconds(),
        "timeout", (int) settings.timeout().toSeconds(),
        "retries", settings.retries(),
        "consecutive_down", settings.consecutiveDown(),
        "consecutive_up", settings.consecutiveUp());
  }

  @Test
  void scalesTheWorstCaseWithTheTimes() {
    MonitorSettings scaled = MonitorSettings.production().scaledDown(20);

    assertThat(scaled.interval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(scaled.consecutiveDown()).isEqualTo(2);
    assertThat(scaled.worst().errors())
        .isEqualTo(MonitorSettings.production().worst().errors().dividedBy(20));
    assertThat(scaled.worst().silence())
        .isEqualTo(MonitorSettings.production().worst().silence().dividedBy(20));
  }

  @Test
  void refusesATimeoutThatOutlastsTheInterval() {
    Duration second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> new MonitorSettings(second, second, 0, 1, 1, List.of("a"), second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout")
        .hasMessageContaining("PT1S");
  }

  /** Sums, products, parentheses, whole numbers and {@code var.monitor.NAME}. */
  private static final class Hcl {
    private final List<String> tokens;
    private final Map<String, Integer> variables;
    private int next;

    private Hcl(String expression, Map<String, Integer> variables) {
      this.tokens =
          Pattern.compile("[()+*]|\\d+|[\\w.]+")
              .matcher(expression)
              .results()
              .map(result -> result.group())
              .toList();
      assertThat(String.join("", tokens)).as("understood").isEqualTo(expression.replace(" ", ""));
      this.variables = variables;
    }

    static long evaluate(String expression, Map<String, Integer> variables) {
      Hcl hcl = new Hcl(expression, variables);
      long value = hcl.sum();
      assertThat(hcl.next).isEqualTo(hcl.tokens.size());
      return value;
    }

    private long sum() {
      long value = product();
      while (takes("+")) {
        value += product();
      }
      return value;
    }

    private long product() {
      long value = term();
      while (takes("*")) {
        value *= term();
      }
      return value;
    }

    private long term() {
      if (takes("(")) {
        long value = sum();
        assertThat(takes(")")).isTrue();
        return value;
      }
      String token = tokens.get(next++);
      return token.startsWith("var.monitor.")
          ? variables.get(token.substring("var.monitor.".length()))
          : Long.parseLong(token);
    }

    private boolean takes(String token) {
      boolean there = next < tokens.size() && tokens.get(next).equals(token);
      next += there ? 1 : 0;
      return there;
    }
  }
}
