package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.real.RealMinio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test if the standby's secret key appears in its output. */
final class Canary implements BeforeEachCallback, AfterEachCallback {
  /** The secret key of every standby under test. No other text contains it. */
  static final String SECRET = RealMinio.secretKey();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private PrintStream original;

  @Override
  public void beforeEach(ExtensionContext test) {
    original = System.out;
    printed.reset();
    System.setOut(new PrintStream(printed, true, UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    System.setOut(original);
    String output = printed.toString(UTF_8);
    System.out.print(output);
    assertThat(output).doesNotContain(SECRET);
  }
}
