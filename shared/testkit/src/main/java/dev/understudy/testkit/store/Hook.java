package dev.understudy.testkit.store;

import dev.understudy.core.object.ObjectKey;

/**
 * Is called around an operation of a store in memory. It may change either store, or throw what the
 * caller shall get.
 */
@FunctionalInterface
public interface Hook {
  Hook NONE = (operation, key) -> {};

  /**
   * @param operation the name of the port's method
   */
  void at(String operation, ObjectKey key);
}
