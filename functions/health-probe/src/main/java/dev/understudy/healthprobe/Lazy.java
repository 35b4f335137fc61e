package dev.understudy.healthprobe;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is created when it is first needed, at most once. A failure to create it is kept as
 * well. Safe for several threads.
 */
final class Lazy<T> implements Supplier<T>, AutoCloseable {
  private final Supplier<T> factory;
  private final Consumer<T> closer;
  private @Nullable T value;
  private @Nullable RuntimeException failure;

  Lazy(Supplier<T> factory, Consumer<T> closer) {
    this.factory = factory;
    this.closer = closer;
  }

  /**
   * @throws RuntimeException the failure to create the value
   */
  @Override
  public synchronized T get() {
    create();
    T current = value;
    if (current == null) {
      throw failure == null ? new IllegalStateException("Neither created nor failed") : failure;
    }
    return current;
  }

  /** The value, or empty if it cannot be created. */
  synchronized Optional<T> tryGet() {
    create();
    return Optional.ofNullable(value);
  }

  /** The failure to create it, if it failed. */
  synchronized Optional<RuntimeException> failure() {
    create();
    return Optional.ofNullable(failure);
  }

  private void create() {
    if (value == null && failure == null) {
      try {
        value = factory.get();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  /** Closes the value if it was created. It cannot be created afterwards. */
  @Override
  public synchronized void close() {
    T current = value;
    if (current != null) {
      closer.accept(current);
    } else if (failure == null) {
      failure = new IllegalStateException("The run has ended");
    }
  }
}
