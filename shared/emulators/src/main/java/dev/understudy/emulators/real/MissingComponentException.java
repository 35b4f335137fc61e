package dev.understudy.emulators.real;

/** A component is not installed. The message names it and says how to install it. */
public final class MissingComponentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingComponentException(String message) {
    super(message);
  }
}
