package dev.understudy.replicator;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.WriteResult;
import dev.understudy.testkit.store.WithoutUploads;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The real converge procedure, stopped between two of its calls. What it knows are the answers it
 * has got; it is brought to any point by running it again over these, so a state can be kept,
 * compared and continued in every possible way, without threads.
 *
 * @param answers in the order of the calls
 * @param next the call that it makes now, or what it returns
 * @param knowledge what it may still depend on, as text: equal for workers that go on alike
 */
record ModelWorker(List<Object> answers, Object next, String knowledge) {

  /** A call of a store. */
  sealed interface Call {
    record LookAtStandby() implements Call {}

    record TimeOf(String version) implements Call {}

    record Open() implements Call {}

    record LookAtPrimary() implements Call {}

    /** Hashes by content, as one value of the primary is one text. */
    record Put(String content, Fingerprint fingerprint, Condition condition, Instant stamp)
        implements Write {}

    record Delete(Instant stamp) implements Write {}

    sealed interface Write extends Call {}
  }

  /**
   * What an Open was answered with, and the primary's state at that moment. State and time name it:
   * object and content follow from the state.
   */
  record Opened(int state, Instant readAt, Optional<PrimaryObject> object, byte[] content) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Opened opened
          && state == opened.state
          && readAt.equals(opened.readAt);
    }

    @Override
    public int hashCode() {
      return 31 * state + readAt.hashCode();
    }

    @Override
    public String toString() {
      return state + "@" + readAt;
    }
  }

  /** Changes what the procedure asks or is told, to show what a weaker one would do. */
  interface Weakening {
    Weakening NONE = new Weakening() {};

    default Call.Write write(Call.Write write, Opened opened) {
      return write;
    }

    default boolean looksBack() {
      return true;
    }

    default boolean readsThePrimaryFirst() {
      return false;
    }
  }

  static ModelWorker begin(Weakening weakening) {
    return of(List.of(), weakening);
  }

  /** The same worker after its call was answered. */
  ModelWorker answered(Object answer, Weakening weakening) {
    List<Object> more = new ArrayList<>(answers);
    more.add(answer);
    return of(List.copyOf(more), weakening);
  }

  /** What it opened last. */
  Opened opened() {
    Opened opened = null;
    for (Object answer : answers) {
      opened = answer instanceof Opened found ? found : opened;
    }
    return requireNonNull(opened);
  }

  /**
   * The call it makes, what it opened last, how many rounds there were, and, until a write is
   * decided on, all answers of this round. {@link ModelWorkers} checks that nothing else matters.
   */
  private static String knowledge(List<Object> answers, Object next) {
    int round = 0;
    int rounds = 0;
    int state = -1;
    for (int i = 0; i < answers.size(); i++) {
      Object answer = answers.get(i);
      boolean endsARound = answer instanceof WriteResult || answer instanceof Optional<?>;
      round = endsARound ? i + 1 : round;
      rounds += answer instanceof Replica ? 1 : 0;
      state = answer instanceof Opened read ? read.state() : state;
    }
    boolean decided = next instanceof Call.Write || next instanceof Call.LookAtPrimary;
    return "%d/%d %s %s"
        .formatted(rounds, state, next, decided ? "" : answers.subList(round, answers.size()));
  }

  private static ModelWorker of(List<Object> answers, Weakening weakening) {
    Stores stores = new Stores(answers, weakening);
    try {
      Outcome outcome =
          new Converge(
                  stores, stores.standby(), new PartSettings(5 << 20, 1, Long.MAX_VALUE), Scope.ALL)
              .run(ModelClock.KEY, Deadlines.FAR);
      return new ModelWorker(answers, outcome, knowledge(answers, outcome));
    } catch (Asked asked) {
      return new ModelWorker(answers, asked.call, knowledge(answers, asked.call));
    }
  }

  /** Ends a run at the first call that has no answer yet. No part of the procedure catches it. */
  private static final class Asked extends Error {
    private static final long serialVersionUID = 1L;
    private final transient Call call;

    Asked(Call call) {
      super(null, null, false, false);
      this.call = call;
    }
  }

  /** Both stores, answering from the past. */
  private static final class Stores implements Primary {
    private final List<Object> answers;
    private final Weakening weakening;
    private int position;
    private Opened opened;

    Stores(List<Object> answers, Weakening weakening) {
      this.answers = answers;
      this.weakening = weakening;
    }

    private Object answer(Call call) {
      if (position == answers.size()) {
        throw new Asked(call);
      }
      return answers.get(position++);
    }

    @Override
    public PrimaryRead open(ObjectKey key) {
      if (!weakening.readsThePrimaryFirst()) {
        opened = (Opened) answer(new Call.Open());
      }
      return new Read(opened);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<PrimaryObject> head(ObjectKey key) {
      return weakening.looksBack()
          ? (Optional<PrimaryObject>) answer(new Call.LookAtPrimary())
          : opened.object();
    }

    @Override
    public InputStream range(PrimaryObject object, long from, long length) {
      throw new UnsupportedOperationException("The model's objects are small");
    }

    @Override
    public OptionalLong partSize(PrimaryObject object, int number) {
      throw new UnsupportedOperationException("The model's objects are small");
    }

    Standby standby() {
      return new StandbySide();
    }

    private final class StandbySide extends WithoutUploads {
      @Override
      public Replica head(ObjectKey key) {
        if (weakening.readsThePrimaryFirst()) {
          opened = (Opened) answer(new Call.Open());
        }
        return (Replica) answer(new Call.LookAtStandby());
      }

      @Override
      public Instant timeOf(ObjectKey key, String versionId) {
        return (Instant) answer(new Call.TimeOf(versionId));
      }

      @Override
      public WriteResult put(
          ObjectKey key,
          byte[] content,
          Optional<Checksum> checksum,
          Fingerprint fingerprint,
          Condition condition,
          Instant stamp) {
        String text = new String(content, java.nio.charset.StandardCharsets.UTF_8);
        return (WriteResult)
            answer(weakening.write(new Call.Put(text, fingerprint, condition, stamp), opened));
      }

      @Override
      public void delete(ObjectKey key, Instant stamp) {
        answer(weakening.write(new Call.Delete(stamp), opened));
      }

      @Override
      public boolean isReadable(ObjectKey key) {
        throw new UnsupportedOperationException("The model's hints are those of changes");
      }

      @Override
      public Optional<byte[]> read(ObjectKey key) {
        throw new UnsupportedOperationException("The model's objects are small");
      }
    }
  }

  private record Read(Opened opened) implements PrimaryRead {
    @Override
    public Instant readAt() {
      return opened.readAt();
    }

    @Override
    public Optional<PrimaryObject> object() {
      return opened.object();
    }

    @Override
    public Optional<Checksum> checksum() {
      return Optional.empty();
    }

    @Override
    public boolean etagTellsContent() {
      return true;
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(opened.content());
    }

    @Override
    public void close() {}
  }
}
