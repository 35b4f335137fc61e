package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import dev.understudy.core.note.Notes;
import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Runs passes over key ranges, step by step. */
abstract class RangedPassFixture extends ReconcilerFixture {
  /** A key above all others of the tests. */
  private static final String END = Character.toString(Character.MAX_CODE_POINT);

  /** Time for every key and for the grace period. */
  static final Deadline LONG = new Deadline(() -> 900_000, Duration.ofSeconds(60));

  private static final int MAX_RUNS = 1000;

  /** The sum of all runs of {@link #compareRange} and {@link #join}. */
  Counts total = new Counts();

  /** Whether the runs of ranges compare headers and tags of every key. */
  boolean deep;

  private List<String> learned = List.of();

  /** The next pass learns from the last one exactly these boundaries. */
  void learn(List<String> boundaries) {
    learned = boundaries;
    Notes.Note note = watermarkNote();
    Map<String, Object> content =
        new LinkedHashMap<>(note.content().map(NoteFields::map).orElse(Map.of()));
    List<ObjectKey> keys =
        Stream.concat(boundaries.stream(), Stream.of(END)).map(ObjectKey::new).toList();
    List<Long> positions = LongStream.rangeClosed(1, keys.size()).boxed().toList();
    content.put("last", new Watermark.LastPass("earlier", new KeySample(keys, positions)).toMap());
    if (!note.write(content)) {
      throw new IllegalStateException("The watermark was written by another");
    }
  }

  /** A complete pass has replaced what was learned. */
  void learnAgain() {
    if (watermark().last().filter(last -> last.id().equals("earlier")).isEmpty()) {
      learn(learned);
    }
  }

  /**
   * Plans a pass.
   *
   * @return its name
   */
  String plan(Map<String, ?> more) {
    learnAgain();
    Map<String, Object> input = new LinkedHashMap<>(more);
    input.put("plan", learned.size() + 1);
    return run(ReconcileRequest.of(input), plenty()).pass().orElseThrow();
  }

  String plan() {
    return plan(Map.of());
  }

  int ranges() {
    return watermark().pass().orElseThrow().ranges().orElseThrow().number();
  }

  Summary compareRange(String pass, int range, Deadline deadline) {
    return counted(
        run(ReconcileRequest.of(Map.of("pass", pass, "range", range, "deep", deep)), deadline));
  }

  Summary join(String pass) {
    return counted(run(ReconcileRequest.of(Map.of("pass", pass, "join", true)), plenty()));
  }

  private Summary counted(Summary summary) {
    total = total.plus(summary.counts());
    return summary;
  }

  /** Runs a range until it is complete. */
  void completeRange(String pass, int range) {
    for (int run = 0; !compareRange(pass, range, plenty()).complete(); run++) {
      requireProgress(run);
      waitBetweenRuns();
    }
  }

  void waitBetweenRuns() {
    later();
  }

  /** A pass from its plan to its end, as an orchestrator runs it. */
  Summary passOverRanges() {
    String pass = plan();
    for (int range = 0; range < ranges(); range++) {
      completeRange(pass, range);
    }
    Summary joined = join(pass);
    for (int run = 0; !joined.complete(); run++) {
      requireProgress(run);
      joined = join(pass);
    }
    return joined;
  }

  private static void requireProgress(int runs) {
    if (runs > MAX_RUNS) {
      throw new AssertionError("No end");
    }
  }

  Watermark watermark() {
    return Watermark.of(
        watermarkNote().content().orElse(new NoteFields(Map.of())), clock.instant());
  }

  private Notes.Note watermarkNote() {
    return new Notes(standby, clock).open(Reconciler.WATERMARK);
  }

  /** The suspects on all lists of the first slot, as {@code key seen original}, sorted. */
  List<String> suspects() {
    List<String> found = new ArrayList<>();
    for (long list = 0; list < 10; list++) {
      found.addAll(suspects(ReconcilerNotes.suspects(0, list)));
      for (long range = 0; range < Ranges.MAX; range++) {
        found.addAll(suspects(ReconcilerNotes.suspects(0, range, list)));
      }
    }
    return found.stream().sorted().toList();
  }

  private List<String> suspects(ObjectKey list) {
    Optional<NoteFields> content = new Notes(standby, clock).open(list).content();
    List<String> found = new ArrayList<>();
    content.ifPresent(
        fields -> {
          for (int i = 0; i < fields.texts("keys").size(); i++) {
            found.add(
                String.join(
                    " ",
                    fields.texts("keys").get(i),
                    fields.texts("seen").get(i),
                    fields.texts("originals").get(i)));
          }
        });
    return found;
  }
}
