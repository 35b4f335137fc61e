package dev.understudy.testkit.junit;

import dev.understudy.emulators.real.MissingComponentException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/** Skips a test whose component is not installed, and prints the reason. */
public final class LeftOut {
  private LeftOut() {}

  /** Starts the component, or skips the running test if it is not installed. */
  public static <T> T ifMissing(Supplier<T> start) {
    try {
      return start.get();
    } catch (MissingComponentException e) {
      throw because(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Skips the running test and prints the reason, so that a skipped test never counts as passed.
   *
   * @return never; declared so that callers can write {@code throw LeftOut.because(...)}
   */
  public static IllegalStateException because(String reason) {
    System.err.println("LEFT OUT: " + reason);
    Assumptions.abort("LEFT OUT: " + reason);
    return new IllegalStateException("Assumptions.abort returned");
  }
}
