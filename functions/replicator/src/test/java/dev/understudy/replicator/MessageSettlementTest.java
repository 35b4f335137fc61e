package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.Hook;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of a message: acknowledged as refused, parked for a person to look at, or tried
 * again.
 */
class MessageSettlementTest {
  private static final ObjectKey KEY = new ObjectKey("k");

  private static final Map<String, Supplier<StoreException>> FAILURES =
      Map.of(
          "archived", () -> new StoreException.Refused(Refusal.ARCHIVED, "", null),
          "customer key", () -> new StoreException.Refused(Refusal.CUSTOMER_KEY, "", null),
          "metadata", () -> new StoreException.Refused(Refusal.METADATA_TOO_LARGE, "", null),
          "tags", () -> new StoreException.Refused(Refusal.TAGS_NOT_ACCEPTED, "", null),
          "corrupt", () -> new StoreException.Corrupt("BadDigest", null),
          "unavailable", () -> new StoreException.Unavailable("503", false, null),
          "in doubt", () -> new StoreException.InDoubt("no answer", null));

  private final InMemoryPrimary primary = new InMemoryPrimary(Clock.systemUTC());
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();

  /** So that the reconciler counts the object as refused instead of sending a hint each hour. */
  @Test
  void leavesANoteAboutARefusedObject() {
    PrimaryObject object = primary.put(KEY, new byte[] {1}, Samples.typed("text/plain"));
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(KEY)) {
            throw FAILURES.get("tags").get();
          }
        });

    replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1);

    RefusalNotes.Note note = notes().find(KEY).orElseThrow();
    assertThat(note.reason()).contains(Refusal.TAGS_NOT_ACCEPTED);
    assertThat(note.isRefusal(HeldLabels.MINIO)).isTrue();
    assertThat(note.isRefusal(HeldLabels.EVERYTHING)).as("under other rules").isFalse();
    assertThat(note.original()).contains(RefusalNotes.OriginalVersion.of(object));
  }

  /** Another version may have replaced it since: the reconciler's next hint writes the note. */
  @Test
  void leavesNoNoteAboutAFreshObjectThatThePrimaryRefused() {
    primary.put(KEY, new byte[] {1}, Samples.typed("text/plain"));
    primary.before(
        (operation, key) -> {
          if (operation.equals("open")) {
            throw FAILURES.get("archived").get();
          }
        });

    assertThat(replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1)).isEmpty();
    assertThat(notes().find(KEY)).isEmpty();
  }

  private RefusalNotes notes() {
    return new RefusalNotes(standby, Clock.systemUTC(), HeldLabels.MINIO);
  }

  @Test
  void leavesANoteAboutLabelsThatTheReplicaLacks() {
    PrimaryObject object = primary.put(KEY, new byte[] {1}, unheldTag());

    replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1);

    RefusalNotes.Note note = notes().find(KEY).orElseThrow();
    assertThat(note.reason()).isEmpty();
    assertThat(note.leftOut()).containsExactly("tag Abteilung");
    assertThat(note.original()).contains(RefusalNotes.OriginalVersion.of(object));
    assertThat(note.isRefusal(HeldLabels.MINIO)).isFalse();
  }

  /** The note belongs to the replica. A hint that finds the replica in sync writes it, too. */
  @Test
  void leavesTheNoteWithTheNextHintWhereItCouldNotBeWritten() {
    primary.put(KEY, new byte[] {1}, unheldTag());
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.value().startsWith(ReservedKeys.REFUSED)) {
            throw FAILURES.get("unavailable").get();
          }
        });
    assertThat(replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1)).isEmpty();
    assertThat(notes().find(KEY)).isEmpty();
    standby.before(Hook.NONE);

    replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1);

    assertThat(notes().find(KEY)).isPresent();
  }

  /** The note is written once, however many hints arrive. */
  @Test
  void leavesAKnownNoteAsItIs() {
    primary.put(KEY, new byte[] {1}, unheldTag());
    replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1);
    standby.before(
        (operation, key) -> assertThat(operation).as("of %s", key).isNotIn("put", "delete"));

    assertThat(replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1)).isEmpty();
  }

  private static Attributes unheldTag() {
    return Samples.typed("text/plain").withTags(Map.of("Abteilung", "Büro", "team", "web"));
  }

  /** The message is settled: the reconciler sends another hint, and the note is written then. */
  @Test
  void acknowledgesARefusedObjectWhoseNoteCannotBeWritten() {
    primary.put(KEY, new byte[] {1}, Samples.typed("text/plain"));
    standby.before(
        (operation, key) -> {
          boolean isNote = key.value().startsWith(ReservedKeys.REFUSED);
          if (operation.equals("put") && (key.equals(KEY) || isNote)) {
            throw FAILURES.get(isNote ? "unavailable" : "tags").get();
          }
        });

    assertThat(replicate("{\"bucket\":\"primary\",\"key\":\"k\"}", 1)).isEmpty();
  }

  private List<String> replicate(String body, int receives) {
    return Replicators.over(primary, standby, queue)
        .replicate(
            List.of(new QueueMessage("changes", "m", "handle", body, receives)),
            new Invocation("request", new Deadline(() -> 300_000, Duration.ofSeconds(20))));
  }

  @ParameterizedTest(name = "{0}, failing with {1}, received {2} times: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"bucket":"primary","key":"k"}                              | nothing      | 1  | acknowledged
          {"bucket":"primary","key":"/k"}                             | nothing      | 1  | acknowledged
          {"bucket":"primary","key":"k"}                              | archived     | 1  | acknowledged
          {"bucket":"primary","key":"k"}                              | customer key | 1  | acknowledged
          {"bucket":"primary","key":"k"}                              | metadata     | 1  | acknowledged
          {"bucket":"primary","key":"k"}                              | tags         | 50 | acknowledged
          {"bucket":"primary","key":"k"}                              | unavailable  | 10 | tried again
          {"bucket":"primary","key":"k"}                              | unavailable  | 11 | parked
          {"bucket":"primary","key":"k"}                              | in doubt     | 10 | left alone
          {"bucket":"primary","key":"k"}                              | in doubt     | 50 | parked
          {"bucket":"primary","key":"k"}                              | corrupt      | 1  | tried again
          {"bucket":"primary","key":"k"}                              | corrupt      | 2  | parked
          {"bucket":"elsewhere","key":"k"}                            | nothing      | 1  | parked
          {"bucket":"primary"}                                        | nothing      | 1  | parked
          no JSON                                                     | nothing      | 1  | parked
          """)
  void meets(String body, String failure, int receives, String fate) {
    primary.put(KEY, new byte[] {1}, Samples.typed("text/plain"));
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && key.equals(KEY) && FAILURES.containsKey(failure)) {
            throw FAILURES.get(failure).get();
          }
        });

    List<String> failed = replicate(body, receives);

    String met =
        !queue.parked.isEmpty()
            ? "parked"
            : failed.isEmpty()
                ? "acknowledged"
                : queue.delays.isEmpty() ? "left alone" : "tried again";
    assertThat(met).isEqualTo(fate);
    assertThat(failed.isEmpty()).isEqualTo(met.equals("parked") || met.equals("acknowledged"));
  }
}
