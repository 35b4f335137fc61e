package dev.understudy.core.object;

/** A stored set of hot keys that is not usable. The message says why. */
public final class HotSetException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The message completes "The set is not usable: ...". */
  public HotSetException(String message) {
    super(message);
  }
}
