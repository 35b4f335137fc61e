package dev.understudy.testkit.store;

import dev.understudy.core.object.ObjectKey;

/**
 * Runs before or after an operation of an in-memory store. It may change either store, or throw an
 * exception, which the caller of the operation gets.
 */
@FunctionalInterface
public interface Hook {
  Hook NONE = (operation, key) -> {};

  /**
   * @param operation the name of the store's method
   */
  void at(String operation, ObjectKey key);
}
