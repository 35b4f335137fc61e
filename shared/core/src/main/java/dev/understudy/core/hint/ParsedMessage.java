package dev.understudy.core.hint;

import java.util.List;
import java.util.Optional;

/**
 * What one message body said.
 *
 * @param hints the keys it names, perhaps none
 * @param complaint why the message, or a part of it, cannot be used: a person must look at it
 */
public record ParsedMessage(List<Hint> hints, Optional<String> complaint) {
  public ParsedMessage {
    hints = List.copyOf(hints);
  }

  static ParsedMessage unusable(String complaint) {
    return new ParsedMessage(java.util.List.of(), Optional.of(complaint));
  }
}
