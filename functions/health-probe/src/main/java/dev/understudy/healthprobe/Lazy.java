package dev.understudy.healthprobe;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something made when it is first asked for, at most once: a failure stays one as well. Safe for
 * several threads.
 */
final class Lazy<T> implements AutoCloseable {
  private final Supplier<T> maker;
  private final Consumer<T> closer;
  private @Nullable T made;
  private @Nullable RuntimeException failure;

  Lazy(Supplier<T> maker, Consumer<T> closer) {
    this.maker = maker;
    this.closer = closer;
  }

  /** Throws what making it threw. */
  synchronized T get() {
    make();
    T value = made;
    if (value == null) {
      throw failure == null ? new IllegalStateException("Neither made nor failed") : failure;
    }
    return value;
  }

  /** Empty if it cannot be made. */
  synchronized Optional<T> tryGet() {
    make();
    return Optional.ofNullable(made);
  }

  /** Why it cannot be made. */
  synchronized Optional<RuntimeException> failure() {
    make();
    return Optional.ofNullable(failure);
  }

  private void make() {
    if (made == null && failure == null) {
      try {
        made = maker.get();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  /** Closes it if it was made; it is not made any more. */
  @Override
  public synchronized void close() {
    T value = made;
    if (value != null) {
      closer.accept(value);
    } else if (failure == null) {
      failure = new IllegalStateException("The run has ended");
    }
  }
}
