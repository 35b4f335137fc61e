package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Suspects, remembered on the standby until all keys are compared: only then can be said whether
 * there are too many orphans to be believed. Memory would not do, as a pass may outlast a run and
 * have any number of them.
 *
 * @param folder where they lie
 * @param pass whose they are
 * @param run who writes: no two runs write the same
 * @param slot which of two places, so that those of an earlier pass that are held back stay
 */
record SuspectLists(Notes notes, String folder, String pass, String run, int slot) {
  /** Suspects on one list. */
  static final int MAX_SUSPECTS = 1000;

  /**
   * Writes a list, once; it is never changed.
   *
   * <p>A run that was overtaken cannot write over a list of the run that overtook it, though both
   * give it the same name: what it must find there it has read before {@code confirm} showed that
   * it was not overtaken yet, and the other run's list is none of that.
   *
   * @param confirm throws {@link Overtaken} if another run has moved the watermark
   * @throws Overtaken if another run writes it too
   */
  void write(int number, List<Suspect> suspects, Runnable confirm) {
    Notes.Note list = notes.open(name(number));
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
   * What is on a list.
   *
   * @throws Overtaken if it is another pass's by now
   */
  List<Suspect> read(int number) {
    Fields fields =
        notes
            .open(name(number))
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

  private ObjectKey name(int number) {
    return new ObjectKey("%ssuspects-%d-%06d".formatted(folder, slot, number));
  }
}
