package dev.understudy.core.hint;

import java.util.List;
import java.util.Optional;

/**
 * What one message body said.
 *
 * @param hints the keys it names, perhaps none
 * @param complaint why the message, or a part of it, cannot be used: a person must look at it
 */
public record Reading(List<Hint> hints, Optional<String> complaint) {
  public Reading {
    hints = List.copyOf(hints);
  }

  static Reading unusable(String complaint) {
    return new Reading(java.util.List.of(), Optional.of(complaint));
  }
}
