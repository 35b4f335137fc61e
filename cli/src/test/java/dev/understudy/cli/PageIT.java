package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.cli.Browser.Scheme;
import dev.understudy.cli.plan.Prices;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.page.LocalPage;
import dev.understudy.lab.stack.StoreAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The pages of the local stack and of `understudy status --serve` in headless Chromium. */
class PageIT extends StackFixture {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path profile;

  private static final Pattern COPIED =
      Pattern.compile("\"key\":\"(?!\\.).*\"outcome\":\"Copied\"");

  private final AtomicInteger copied = new AtomicInteger();
  private Browser browser;
  private LocalPage page;

  @BeforeAll
  void open() {
    browser = Browser.start(profile);
    stack.follow(
        line -> {
          if (COPIED.matcher(line).find()) {
            copied.incrementAndGet();
          }
        });
    page = LocalPage.start(stack, 0);
  }

  @AfterAll
  void close() {
    if (page != null) {
      page.close();
      browser.close();
    }
  }

  @BeforeEach
  void load() {
    browser.show(1200, 1500, Scheme.LIGHT);
    browser.open(page.uri());
    browser.awaitText("label", "Healthy|Degraded");
    browser.awaitText("cards", "Serving origin\\s+primary");
    awaitTotal("copied", copied::get);
  }

  @AfterEach
  void theConsoleIsEmpty() {
    assertThat(browser.console()).isEmpty();
  }

  /** The number behind a name of a legend. */
  private int total(String name) {
    Matcher number =
        Pattern.compile("\\b%s ([0-9,]+)".formatted(name)).matcher(browser.text("charts"));
    return number.find() ? Integer.parseInt(number.group(1).replace(",", "")) : 0;
  }

  private void awaitTotal(String name, int expected) {
    awaitTotal(name, () -> expected);
  }

  private void awaitTotal(String name, IntSupplier expected) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(total(name)).as(name).isEqualTo(expected.getAsInt()));
  }

  private static long keys(StoreAccess store) {
    try (BucketClient client = BucketClient.open(store)) {
      return client.keys().stream().filter(key -> !key.startsWith(".")).count();
    }
  }

  private void awaitEqualKeys() {
    browser.awaitText("cards", "\\b%1$d / %1$d\\b".formatted(keys(stack.primary())));
    assertThat(keys(stack.standby())).isEqualTo(keys(stack.primary()));
  }

  @Test
  void showsTheNumbersOfTheStack() {
    int before = copied.get();
    for (int i = 0; i < 7; i++) {
      write("numbers/" + i, "one of seven");
    }
    awaitQuiet();

    awaitTotal("copied", before + 7);
    awaitEqualKeys();
    browser.awaitText("verdict", "Healthy");
    browser.awaitText("cards", "waiting\\s+0\\s");
    assertThat(browser.text("outcomes")).contains("Copied", "numbers/6");
    assertThat(browser.text("checks")).contains("heartbeat", "guarantees");
  }

  @Test
  void showsAKeyWithMarkupAndControlCharactersAsText() {
    write("<img src=x>\u202e.txt", "hostile");

    browser.awaitText("outcomes", "<img src=x>\\\\u202e.txt");
    assertThat(browser.run("return document.images.length")).isEqualTo(0L);
  }

  @Test
  void showsAFailoverAndTheReturn() throws IOException {
    browser.click("Write 20 objects");
    awaitQuiet();
    browser.click("Compare now");
    browser.awaitText("cards", "[0-9]+ s ago");
    browser.click("Fail the primary");

    browser.awaitText("pools", "primary unhealthy");
    browser.awaitText("cards", "Serving origin\\s+standby");
    browser.awaitText("label", "Degraded");
    browser.awaitText("events", "You: the primary is stopped");
    assertThat(browser.button("Write 20 objects").getAttribute("aria-disabled")).isEqualTo("true");
    assertThat(browser.button("Write 20 objects").getAttribute("title"))
        .isEqualTo("The primary is stopped");
    await().atMost(LIMIT).until(() -> total("served by the standby") > 100);
    browser.show(960, 1180, Scheme.LIGHT);
    browser.awaitText("charts", "Reads");
    browser.screenshot("page-failover.png");

    browser.click("Restore the primary");
    browser.awaitText("events", "Edge: the primary serves readers");
    browser.awaitText("pools", "primary healthy");
    browser.awaitText("label", "Healthy");
    awaitEqualKeys();
  }

  @Test
  void showsAnOutageOfTheStandbyAndTheCatchUp() {
    int before = total("copied");
    browser.click("Stop the standby");
    browser.click("Write 20 objects");

    await().atMost(LIMIT).until(() -> total("changes") >= 20 && total("retried") > 0);
    browser.awaitText("pools", "standby unhealthy");

    browser.click("Start the standby");
    awaitTotal("copied", before + 20);
    awaitTotal("changes", 0);
    browser.awaitText("pools", "standby healthy");
    awaitEqualKeys();
  }

  @Test
  void showsHowTheReconcilerRepairsWhatEventsAndOthersBroke() throws Exception {
    browser.click("Write 20 objects");
    awaitQuiet();
    browser.click("Lose events");
    long primary = keys(stack.primary());
    browser.awaitText("cards", "\\b%d / %d\\b".formatted(primary, primary - 5));
    browser.click("Make drift");
    browser.click("Compare now");

    browser.awaitText("events", "The reconciler found [6-9] missing, [1-9] stale, 1 orphaned");
    awaitQuiet();
    awaitEqualKeys();
    browser.click("Compare now");
    browser.awaitText("cards", "Last proof\\s+[0-9]+ s ago");
    // Events are lost for ten seconds, which must not reach into another test.
    Thread.sleep(10_000);
  }

  @Test
  void isUsableOnANarrowScreenInTheDarkAndWithTheKeyboard() throws IOException {
    browser.show(360, 1200, Scheme.DARK);
    browser.awaitText("charts", "Reads through the edge");

    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
    assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(20, 25, 31)");
    browser.screenshot("page-narrow-dark.png");

    browser.run("document.body.focus()");
    browser.focused().sendKeys(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Write 20 objects");
    assertThat(browser.focused().getCssValue("outline-style")).isEqualTo("solid");
    int before = total("copied");
    browser.focused().sendKeys(Keys.ENTER);
    awaitTotal("copied", before + 20);
  }

  @Test
  void aLoadedPageShowsThePast() {
    write("past.txt", "before the page is loaded");
    awaitQuiet();
    awaitTotal("copied", copied::get);

    browser.open(page.uri());

    awaitTotal("copied", copied::get);
    assertThat(copied).hasPositiveValue();
    assertThat(browser.text("outcomes")).contains("past.txt");
  }

  @Test
  void theStatusOfTheLocalStackHasTheSamePageWithoutButtons() {
    write("status.txt", "equal");
    awaitQuiet();
    understudy("reconcile", "--apply", "--restart");
    try (StatusPage status = status(VariableFile.read(variables()), Optional.empty())) {
      status.update();
      browser.open(status.uri());

      browser.awaitText("name", "bucket primary");
      browser.awaitText("label", "Healthy");
      browser.awaitText("cards", "Last proof\\s+[0-9]+ s ago");
      browser.awaitText("charts", "dead-letter queue 0");
      browser.awaitText("charts", "See the replicator's log");
      assertThat(browser.buttons()).isZero();
      leave();
    }
  }

  @Test
  void theStatusOfAStackShowsTheLastHourOfCloudWatch() throws IOException {
    understudy("reconcile", "--apply", "--restart");
    try (CloudWatchStandIn cloudWatch = new CloudWatchStandIn()) {
      Map<String, String> variables = new TreeMap<>(VariableFile.read(variables()));
      variables.put("CLOUDWATCH_ENDPOINT", cloudWatch.uri().toString());
      try (StatusPage status = status(variables, Optional.of("understudy-prod"))) {
        status.update();
        browser.show(960, 900, Scheme.LIGHT);
        browser.open(status.uri());

        browser.awaitText("name", "understudy-prod");
        browser.awaitText("charts", "Outcomes per minute");
        browser.awaitText("events", "Alarm on: " + CloudWatchStandIn.ALARM);
        browser.awaitText("bill", "GB out of AWS 12 0.7800 23.40 measured");
        browser.awaitText("saved", "GB of changes of labels alone 0.6 0.0540 1.62 measured");
        assertThat(total("copied")).isEqualTo(cloudWatch.copied());
        browser.screenshot("status.png");
        leave();
      }
    }
  }

  private static StatusPage status(Map<String, String> variables, Optional<String> stack) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Output output =
        new Output(nowhere, nowhere, false, Terminal.NONE, new ProgressLine(Terminal.NONE));
    return new StatusPage(
        Installation.of(variables, stack),
        stack.map(name -> costs(name, new TreeMap<>(variables))),
        output,
        0,
        1);
  }

  /** The local stack does not answer what the memory of a function is. */
  private static StackCosts costs(String stack, Map<String, String> variables) {
    variables.put("LAMBDA_ENDPOINT", variables.get("CLOUDWATCH_ENDPOINT"));
    return new StackCosts(
        Installation.of(variables, Optional.of(stack)), Prices.load(Optional.empty()));
  }

  /** A page whose server has gone would report failed requests. */
  private void leave() {
    browser.open(URI.create("about:blank"));
  }
}
