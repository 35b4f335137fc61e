package dev.understudy.core.object;

/** A filter that is not usable. The message names line, column and what to change. */
public final class FilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param line from 1
   * @param column from 1, in UTF-16 units
   */
  FilterException(int line, int column, String message) {
    super("line %d, column %d: %s".formatted(line, column, message));
  }

  FilterException(String message) {
    super(message);
  }
}
