package dev.understudy.cli.failback;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.StandbyVersions;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Compares both sides after a promotion, and copies what writers changed on the standby to the
 * primary. Memory is bounded by a batch of keys. Used by one thread.
 */
public final class Failback {
  private static final int BATCH = 200;

  private final BothStores stores;
  private final PrimaryWriter writer;
  private final Options options;
  private final KeyCheck check;
  private final Journal journal;

  /**
   * What to compare.
   *
   * @param prefix of all keys; empty for all
   * @param scope what is replicated
   * @param correct when an object is the original of a replica
   * @param promotedAt what the standby's clock showed after the replicator was locked out, and
   *     before the first writer wrote
   * @param deep whether labels are compared where both listings look equal
   * @param threads the number of keys checked and copied at the same time
   */
  public record Options(
      String prefix,
      Scope scope,
      CorrectReplica correct,
      Instant promotedAt,
      boolean deep,
      int threads) {}

  /**
   * Uses clients that the caller closes.
   *
   * @param versions of the standby
   * @param journal what earlier runs settled; receives what this one does
   */
  public Failback(
      BothStores stores,
      StandbyVersions versions,
      BucketClient primary,
      BucketClient standby,
      Options options,
      Journal journal) {
    this.stores = stores;
    this.writer = new PrimaryWriter(primary, standby);
    this.options = options;
    this.check =
        new KeyCheck(
            stores.primary(),
            stores.standby(),
            versions,
            options.correct(),
            options.promotedAt(),
            journal);
    this.journal = journal;
  }

  /**
   * Compares, and writes nothing to either side.
   *
   * @param stopped ends the run between two keys
   * @param progress receives a line after each batch
   */
  public FailbackResult plan(BooleanSupplier stopped, Consumer<String> progress)
      throws IOException, InterruptedException {
    return run(state -> state, stopped, progress);
  }

  /**
   * Compares, and writes to the primary.
   *
   * @param decisions what a person decided about conflicts
   * @param stopped ends the run between two keys
   * @param progress receives a line after each batch
   */
  public FailbackResult apply(
      Decisions decisions, BooleanSupplier stopped, Consumer<String> progress)
      throws IOException, InterruptedException {
    return run(
        state -> stopped.getAsBoolean() ? state : applied(state, decisions), stopped, progress);
  }

  private FailbackResult run(
      UnaryOperator<KeyState> action, BooleanSupplier stopped, Consumer<String> progress)
      throws IOException, InterruptedException {
    FailbackResult.Tally tally = new FailbackResult.Tally();
    ListingWalk walk =
        new ListingWalk(stores.primaryListing(), stores.standbyListing(), options, tally::count);
    ExecutorService pool = Executors.newFixedThreadPool(options.threads());
    try {
      List<ObjectKey> batch = walk.next(BATCH);
      while (!batch.isEmpty() && !stopped.getAsBoolean()) {
        for (KeyState state : checked(batch, action, pool)) {
          tally.add(state);
        }
        progress.accept(tally.line());
        batch = walk.next(BATCH);
      }
      return tally.result(batch.isEmpty() && !stopped.getAsBoolean());
    } finally {
      pool.shutdownNow();
    }
  }

  private List<KeyState> checked(
      List<ObjectKey> keys, UnaryOperator<KeyState> action, ExecutorService pool)
      throws IOException, InterruptedException {
    List<Callable<KeyState>> tasks = new ArrayList<>();
    keys.forEach(key -> tasks.add(() -> attempted(key, action)));
    List<KeyState> states = new ArrayList<>();
    for (Future<KeyState> done : pool.invokeAll(tasks)) {
      try {
        states.add(done.get());
      } catch (ExecutionException e) {
        throw new IOException("The failback stopped: " + e.getCause(), e);
      }
    }
    return states;
  }

  /** One key cannot stop the others. */
  private KeyState attempted(ObjectKey key, UnaryOperator<KeyState> action) {
    KeyState state =
        new KeyState(key, Verdict.FAILED, Optional.empty(), Optional.empty(), Optional.empty(), "");
    try {
      state = check.check(key);
      return action.apply(state);
    } catch (StoreException | SdkException e) {
      return recorded(
          state.as(Verdict.FAILED, String.valueOf(e.getMessage())), state.primaryEtag());
    }
  }

  private KeyState applied(KeyState state, Decisions decisions) {
    Optional<Decisions.Side> side =
        state.verdict() == Verdict.CONFLICT ? decisions.of(state.key()) : Optional.empty();
    if (side.equals(Optional.of(Decisions.Side.PRIMARY))) {
      return recorded(state.as(Verdict.PRIMARY_KEPT, state.detail()), state.primaryEtag());
    }
    if (state.verdict() == Verdict.COPY || state.verdict() == Verdict.DELETE || side.isPresent()) {
      return state.standby().isPresent() ? copied(state) : deleted(state);
    }
    return state.verdict() == Verdict.CONFLICT ? recorded(state, state.primaryEtag()) : state;
  }

  private KeyState copied(KeyState state) {
    return writer
        .copy(state)
        .map(etag -> recorded(state.as(Verdict.COPIED, state.detail()), etag))
        .orElseGet(() -> overtaken(state, Verdict.COPIED));
  }

  private KeyState deleted(KeyState state) {
    return writer.delete(state)
        ? recorded(state.as(Verdict.DELETED, state.detail()), "")
        : overtaken(state, Verdict.DELETED);
  }

  /** An earlier attempt of the same write may have been stored without a response. */
  private KeyState overtaken(KeyState state, Verdict done) {
    KeyState now = check.check(state.key());
    return now.verdict() == Verdict.EQUAL
        ? recorded(state.as(done, state.detail()), now.primaryEtag())
        : recorded(
            now.as(Verdict.CONFLICT, "a side changed while it was copied"), now.primaryEtag());
  }

  private KeyState recorded(KeyState state, String primaryEtag) {
    journal.write(state, primaryEtag);
    return state;
  }
}
