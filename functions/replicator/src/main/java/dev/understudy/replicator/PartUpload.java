package dev.understudy.replicator;

import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Standby;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Streams the parts of one object from the primary to an upload on the standby, several at a time,
 * without buffering them, or lets the standby copy them from the replica. No thread outlives {@link
 * #run}: Lambda would resume a request left running when it thaws the environment.
 */
final class PartUpload {
  private final Primary primary;
  private final Standby standby;
  private final PrimaryObject object;
  private final PrimaryRead read;
  private final ReplicaParts replica;
  private final String upload;
  private final boolean bodyIsOpen;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicLong slowestNanos = new AtomicLong();

  /**
   * @param read the GET that returned the object. The first part is read from its body, so that an
   *     object of one part costs one GET and no connection is aborted.
   * @param replica copies parts on the standby, where it can; if it is usable, the body is closed
   */
  PartUpload(
      Primary primary,
      Standby standby,
      PrimaryObject object,
      PrimaryRead read,
      ReplicaParts replica,
      String upload) {
    this.primary = primary;
    this.standby = standby;
    this.object = object;
    this.read = read;
    this.replica = replica;
    this.upload = upload;
    this.bodyIsOpen = !replica.usable();
  }

  /**
   * Uploads the missing parts. Returns or throws once no part is in progress; after a failure no
   * further part begins.
   *
   * @param stored the parts that are already stored, by number
   * @param mayBegin whether another part may begin, given the time of the slowest one so far
   * @return the stored parts, in order; some are missing if a part was not allowed to begin
   * @throws RuntimeException the failure of the lowest-numbered part that failed
   */
  List<Standby.Part> run(
      PartLayout layout,
      Map<Integer, Standby.Part> stored,
      int parallel,
      Predicate<Duration> mayBegin) {
    if (stored.containsKey(1)) {
      read.close();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(parallel, layout.parts().size()));
    try {
      List<Future<Optional<Standby.Part>>> parts = new ArrayList<>();
      for (PartLayout.Part part : layout.parts()) {
        Optional<Standby.Part> present = Optional.ofNullable(stored.get(part.number()));
        parts.add(threads.submit(() -> present.isPresent() ? present : send(part, mayBegin)));
      }
      return awaitAll(parts);
    } finally {
      threads.shutdown();
    }
  }

  private Optional<Standby.Part> send(PartLayout.Part part, Predicate<Duration> mayBegin) {
    if (failed.get() || !mayBegin.test(Duration.ofNanos(slowestNanos.get()))) {
      return Optional.empty();
    }
    long began = System.nanoTime();
    try {
      return Optional.of(
          replica
              .copy(upload, part)
              .orElseGet(
                  () ->
                      standby.uploadPart(
                          object.key(), upload, part.number(), part.length(), source(part))));
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    } finally {
      slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    }
  }

  /** A body can be read only once, so a second attempt sends a new GET. */
  private Supplier<InputStream> source(PartLayout.Part part) {
    AtomicBoolean isFirstRead = new AtomicBoolean(part.number() == 1 && bodyIsOpen);
    return () ->
        isFirstRead.getAndSet(false)
            ? new LimitedInputStream(read.body(), part.length())
            : primary.range(object, part.from(), part.length());
  }

  private static List<Standby.Part> awaitAll(List<Future<Optional<Standby.Part>>> futures) {
    List<Standby.Part> parts = new ArrayList<>();
    @Nullable Throwable failure = null;
    for (Future<Optional<Standby.Part>> future : futures) {
      try {
        future.get().ifPresent(parts::add);
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      } catch (InterruptedException e) {
        throw new IllegalStateException("Interrupted while copying parts", e);
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return parts;
  }
}
