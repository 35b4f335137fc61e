package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Possible orphans, remembered on the standby until all of them are known: only then can be said
 * whether there are too many to be believed. Memory would not do, as a pass may outlast a run and
 * have any number of them.
 *
 * @param folder where they lie
 * @param pass whose they are
 * @param slot which of two places, so that those of an earlier pass that are held back stay
 */
record OrphanLists(Notes notes, String folder, String pass, int slot) {
  /** Keys on one list. */
  static final int MOST = 1000;

  /**
   * Writes a list anew.
   *
   * @throws Overtaken if another run writes it too
   */
  void write(int number, List<ObjectKey> keys) {
    boolean written =
        notes
            .open(name(number))
            .write(Map.of("pass", pass, "keys", keys.stream().map(ObjectKey::value).toList()));
    if (!written) {
      throw new Overtaken();
    }
  }

  /**
   * The keys on a list.
   *
   * @throws Overtaken if it is another pass's by now
   */
  List<ObjectKey> read(int number) {
    return notes
        .open(name(number))
        .content()
        .filter(fields -> fields.text("pass").equals(Optional.of(pass)))
        .map(fields -> fields.texts("keys").stream().map(ObjectKey::new).toList())
        .orElseThrow(Overtaken::new);
  }

  private ObjectKey name(int number) {
    return new ObjectKey("%sorphans-%d-%06d".formatted(folder, slot, number));
  }
}
