package dev.understudy.core.hint;

import java.util.List;
import java.util.Optional;

/**
 * The content of one message body.
 *
 * @param hints the hints that it contains, possibly none
 * @param complaint the reason why the message, or a part of it, cannot be used; such a message is
 *     parked
 */
public record ParsedMessage(List<Hint> hints, Optional<String> complaint) {
  public ParsedMessage {
    hints = List.copyOf(hints);
  }

  static ParsedMessage unusable(String complaint) {
    return new ParsedMessage(List.of(), Optional.of(complaint));
  }
}
