package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import dev.understudy.core.note.Notes;
import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Lists of suspects on the standby. The brake can judge orphans only when all keys are compared,
 * and a pass may outlast a run and have any number of suspects, so they cannot stay in memory.
 *
 * @param pass that the suspects belong to
 * @param run who writes: no two runs write the same content
 * @param names the name of each list; the withheld lists of an earlier pass have others
 */
record SuspectLists(Notes notes, String pass, String run, IntFunction<ObjectKey> names) {
  /** The maximum number of suspects on one list. */
  static final int MAX_SUSPECTS = 1000;

  /** The lists of a pass, in all its ranges. */
  static SuspectLists of(RunContext context, Progress progress) {
    List<Long> ofRanges = progress.ranges().map(Ranges::lists).orElse(List.of());
    int slot = progress.suspects().slot();
    return of(context, progress.id(), list -> ReconcilerNotes.suspects(slot, ofRanges, list));
  }

  /** The lists of one range. */
  static SuspectLists of(RunContext context, Progress progress, int range) {
    int slot = progress.suspects().slot();
    return of(context, progress.id(), list -> ReconcilerNotes.suspects(slot, range, list));
  }

  /** The lists with withheld orphans. */
  static SuspectLists of(RunContext context, Held held) {
    return of(
        context, held.pass(), list -> ReconcilerNotes.suspects(held.slot(), held.ofRanges(), list));
  }

  private static SuspectLists of(RunContext context, String pass, IntFunction<ObjectKey> names) {
    return new SuspectLists(context.notes(), pass, context.id(), names);
  }

  /**
   * Writes a list, once; it is never changed.
   *
   * <p>A run that was overtaken cannot replace a list of the run that overtook it, although both
   * lists have the same name: it reads the note first, then {@code confirm} shows that it was not
   * overtaken yet, so the condition of its write does not match the other run's list.
   *
   * @param confirm throws {@link Overtaken} if another run has moved the watermark
   * @throws Overtaken if another run writes it too
   */
  void write(int number, List<Suspect> suspects, Runnable confirm) {
    Notes.Note list = notes.open(names.apply(number));
    confirm.run();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("pass", pass);
    content.put("run", run);
    content.put("keys", suspects.stream().map(suspect -> suspect.key().value()).toList());
    content.put("seen", suspects.stream().map(Suspect::seen).toList());
    content.put("originals", suspects.stream().map(Suspect::original).toList());
    if (!list.write(content)) {
      throw new Overtaken();
    }
  }

  /**
   * Reads a list.
   *
   * @throws Overtaken if the list belongs to another pass by now
   */
  List<Suspect> read(int number) {
    NoteFields fields =
        notes
            .open(names.apply(number))
            .content()
            .filter(content -> content.text("pass").equals(Optional.of(pass)))
            .filter(content -> content.texts("keys").size() == content.texts("seen").size())
            .filter(content -> content.texts("keys").size() == content.texts("originals").size())
            .orElseThrow(Overtaken::new);
    List<String> keys = fields.texts("keys");
    List<String> seen = fields.texts("seen");
    List<String> originals = fields.texts("originals");
    return IntStream.range(0, keys.size())
        .mapToObj(i -> new Suspect(new ObjectKey(keys.get(i)), seen.get(i), originals.get(i)))
        .toList();
  }
}
