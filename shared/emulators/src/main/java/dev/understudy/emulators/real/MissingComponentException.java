package dev.understudy.emulators.real;

/** This machine lacks a component. The message names it and says how to provide it. */
public final class MissingComponentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingComponentException(String message) {
    super(message);
  }
}
