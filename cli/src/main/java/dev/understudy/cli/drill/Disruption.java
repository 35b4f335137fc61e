package dev.understudy.cli.drill;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A change that makes the edge fail over from the primary, and can be undone. Used by one thread.
 */
public interface Disruption {
  /** What {@link #begin} does and {@link #restore} undoes, as a sentence for people. */
  String description();

  /**
   * Makes the change. If it throws, the change may have been made nevertheless.
   *
   * @throws IOException if a service cannot be reached or rejects the request
   * @throws SdkException likewise
   */
  void begin() throws IOException;

  /**
   * Restores the state before {@link #begin}. It can be repeated.
   *
   * @throws IOException if a service cannot be reached or rejects the request
   * @throws SdkException likewise
   */
  void restore() throws IOException;

  /** The command that restores the state by hand. Holds no secret. */
  String restoreByHand();
}
