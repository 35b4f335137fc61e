package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

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
  /** Of any size, bytes of the replica are used where only labels changed. */
  private static final PartSettings PARTS =
      new PartSettings(5 << 20, 1, Long.MAX_VALUE, 1, Long.MAX_VALUE);

  /** A call of a store. */
  sealed interface Call {
    record LookAtStandby() implements Call {}

    record TimeOf(String version) implements Call {}

    record Open() implements Call {}

    /** Both are on the way; the answer is the one that is given first. */
    record ReadBoth() implements Call {}

    /** What follows from the answer depends on the write before. */
    record LookAtPrimary(boolean afterDeletion) implements Call {}

    /** The filter in force, if it is among what changes. What follows depends on the purpose. */
    record ReadFilter(boolean confirmsEviction) implements Call {}

    /** Whether the standby's object has this ETag, so that its bytes are copied. */
    record CopyPart(ETag etag) implements Call {}

    /** Whether the primary's object still has this ETag, so that its bytes are read. */
    record ReadRange(ETag etag) implements Call {}

    /**
     * A PUT, or the completion of an upload, whose content is the same. Hashes by content, as one
     * value of the primary is one text.
     */
    record Put(String content, Fingerprint fingerprint, Condition condition, Instant stamp)
        implements Write {}

    record Delete(ETag seen, Instant stamp) implements Write {}

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

    default boolean looksBack(boolean afterDeletion) {
      return true;
    }

    default boolean readsThePrimaryFirst() {
      return false;
    }

    /** Whether the primary is read once more if the order of both reads matters. */
    default boolean readsAgain() {
      return true;
    }

    /** The filter in force, as the procedure receives it. */
    default String filter(String inForce) {
      return inForce;
    }

    /** The time of a read of the primary, as the procedure receives it. */
    default Instant readAt(Opened opened) {
      return opened.readAt();
    }
  }

  /**
   * The procedure of a worker.
   *
   * @param dialect what it takes the standby for
   * @param clock has the filters
   */
  record Procedure(Weakening weakening, Dialect dialect, ModelClock clock) {}

  static ModelWorker begin(Procedure procedure) {
    return of(List.of(), procedure);
  }

  /** The same worker after its call was answered. */
  ModelWorker answered(Object answer, Procedure procedure) {
    List<Object> more = new ArrayList<>(answers);
    more.add(answer);
    return of(List.copyOf(more), procedure);
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
        .formatted(
            rounds, state, named(next), decided ? "" : answers.subList(round, answers.size()));
  }

  /** Both outcomes acknowledge the message, and nothing else follows from them. */
  private static Object named(Object next) {
    return next instanceof Outcome.Copied || next instanceof Outcome.Relabeled ? "written" : next;
  }

  private static ModelWorker of(List<Object> answers, Procedure procedure) {
    Stores stores = new Stores(answers, procedure.weakening());
    ModelClock clock = procedure.clock();
    ScopeSource scopes =
        clock.changesFilter()
            ? primary -> stores.scope()
            : ScopeSource.of(ModelClock.scope(clock.filters().get(0)));
    try {
      Outcome outcome =
          new Converge(
                  stores, stores.standby(), PARTS, scopes, HeldLabels.MINIO, procedure.dialect())
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
    private Replica lookedFirst;
    private boolean readsTogether;
    private boolean afterDeletion;
    private boolean originalStays;

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
      if (!weakening.readsThePrimaryFirst() && (!readsTogether || weakening.readsAgain())) {
        opened = (Opened) answer(new Call.Open());
      }
      return read();
    }

    @Override
    public PrimaryRead open(ObjectKey key, Runnable meanwhile) {
      Object first = answer(new Call.ReadBoth());
      if (first instanceof Replica replica) {
        lookedFirst = replica;
        meanwhile.run();
        opened = (Opened) answer(new Call.Open());
      } else {
        opened = (Opened) first;
        meanwhile.run();
      }
      readsTogether = true;
      return read();
    }

    Scope scope() {
      boolean confirmsEviction = afterDeletion && originalStays;
      afterDeletion = false;
      return ModelClock.scope(
          weakening.filter((String) answer(new Call.ReadFilter(confirmsEviction))));
    }

    private Read read() {
      return new Read(opened, weakening.readAt(opened));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<PrimaryObject> head(ObjectKey key) {
      Optional<PrimaryObject> object =
          weakening.looksBack(afterDeletion)
              ? (Optional<PrimaryObject>) answer(new Call.LookAtPrimary(afterDeletion))
              : opened.object();
      originalStays = object.equals(opened.object());
      return object;
    }

    @Override
    public InputStream range(PrimaryObject object, long from, long length) {
      if (!(Boolean) answer(new Call.ReadRange(object.fingerprint().etag()))) {
        throw new StoreException.Moved("The original is another", null);
      }
      return new ByteArrayInputStream(opened.content());
    }

    @Override
    public OptionalLong partSize(PrimaryObject object, int number) {
      throw new UnsupportedOperationException("The model's objects are small");
    }

    Standby standby() {
      return new StandbySide();
    }

    private final class StandbySide implements Standby {
      private Fingerprint fingerprint;

      @Override
      public void sendMarker(boolean send) {}

      @Override
      public Replica head(ObjectKey key) {
        if (ReservedKeys.isReserved(key)) {
          // No upload of the model is ever recorded.
          return new Replica.Absent();
        }
        if (lookedFirst != null) {
          Replica looked = lookedFirst;
          lookedFirst = null;
          return looked;
        }
        readsTogether = false;
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
        return write(fingerprint, condition, stamp);
      }

      private WriteResult write(Fingerprint wanted, Condition condition, Instant stamp) {
        afterDeletion = false;
        String text = new String(opened.content(), UTF_8);
        return (WriteResult)
            answer(weakening.write(new Call.Put(text, wanted, condition, stamp), opened));
      }

      /** Nothing is visible before the completion, so only that is a step of the model. */
      @Override
      public String createUpload(ObjectKey key, Fingerprint wanted) {
        fingerprint = wanted;
        return "upload";
      }

      @Override
      public Optional<Part> copyPart(
          ObjectKey key, String uploadId, int number, long from, long length, ETag etag) {
        return (Boolean) answer(new Call.CopyPart(etag))
            ? Optional.of(new Part(number, length, "part"))
            : Optional.empty();
      }

      @Override
      public Part uploadPart(
          ObjectKey key, String uploadId, int number, long length, Supplier<InputStream> source) {
        var unused = source.get();
        return new Part(number, length, "part");
      }

      @Override
      public WriteResult complete(
          ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp) {
        return write(fingerprint, condition, stamp);
      }

      @Override
      public void abort(ObjectKey key, String uploadId) {}

      @Override
      public Optional<List<Part>> parts(ObjectKey key, String uploadId) {
        throw new UnsupportedOperationException("The model's objects are small");
      }

      @Override
      public WriteResult delete(ObjectKey key, ETag seen, Instant stamp) {
        afterDeletion = true;
        return (WriteResult) answer(weakening.write(new Call.Delete(seen, stamp), opened));
      }

      @Override
      public Optional<Attributes> readAttributes(ObjectKey key) {
        throw new UnsupportedOperationException("The model measures no dialect");
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

  private record Read(Opened opened, Instant readAt) implements PrimaryRead {
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
