package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.testkit.junit.LeftOut;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Headless Chromium with an empty profile, which makes no request of its own. */
final class Browser implements AutoCloseable {
  /** The colours that the page is asked for. */
  enum Scheme {
    LIGHT,
    DARK
  }

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** `make test-real` and the IT write here; docs/local.md says how to renew those of docs. */
  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("understudy.root"), "target/screenshots");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts the browser, or skips the running test if it is not installed. */
  static Browser start(Path profile) {
    String chromium =
        program("UNDERSTUDY_CHROMIUM", "chromium", "chromium-browser", "google-chrome");
    String chromedriver = program("UNDERSTUDY_CHROMEDRIVER", "chromedriver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    // With a driver that is named, Selenium downloads none.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(chromedriver))
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static String program(String variable, String... names) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(path -> !path.isBlank())
        .or(
            () ->
                Stream.of(names)
                    .flatMap(
                        name ->
                            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst())
        .orElseThrow(
            () ->
                LeftOut.because(
                    "%s is not installed; set %s, or run `make test-real` as root on Debian"
                        .formatted(names[0], variable)));
  }

  void open(URI page) {
    driver.get(page.toString());
  }

  /** Sets the size of the window in pixels and the preferred colours. */
  void show(int width, int height, Scheme scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", scheme == Scheme.DARK ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  String text(String id) {
    return driver.findElement(By.id(id)).getText();
  }

  void awaitText(String id, String regex) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(text(id)).as(id).containsPattern(regex));
  }

  /** The button with this label. */
  WebElement button(String label) {
    return driver.findElements(By.tagName("button")).stream()
        .filter(button -> button.getText().equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + label + ": " + text("actions")));
  }

  int buttons() {
    return driver.findElements(By.tagName("button")).size();
  }

  /** Clicks, and waits until the server has answered. */
  void click(String label) {
    button(label).click();
    awaitText("result", "\\Q%s: \\E".formatted(label));
  }

  Object run(String script) {
    return driver.executeScript(script);
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  void screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    BufferedImage shot =
        ImageIO.read(new ByteArrayInputStream(driver.getScreenshotAs(OutputType.BYTES)));
    // Without the alpha channel, a file is a third smaller.
    BufferedImage opaque =
        new BufferedImage(shot.getWidth(), shot.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    opaque.createGraphics().drawImage(shot, 0, 0, null);
    ImageIO.write(opaque, "png", SCREENSHOTS.resolve(name).toFile());
  }

  /** What the page wrote to the console since the last call, which includes failed requests. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
