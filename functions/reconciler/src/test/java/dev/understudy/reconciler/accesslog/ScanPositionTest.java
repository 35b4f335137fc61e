package dev.understudy.reconciler.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScanPositionTest {
  @Test
  void movesOverSettledFilesAndRemembersTheOthers() {
    ScanPosition position = new ScanPosition("", new long[0], 100);
    position.read(file(1), true);
    position.read(file(2), true);
    position.read(file(3), false);
    position.read(file(4), true);

    assertThat(position.after()).contains(new ObjectKey("0002"));
    ScanPosition next = new ScanPosition("0002", position.recent(true), 100);
    assertThat(next.knows(file(3))).isTrue();
    assertThat(next.knows(file(4))).isTrue();
    assertThat(next.knows(file(5))).isFalse();
  }

  @Test
  void keepsWhatItKnewUntilItHasSeenEveryFile() {
    ScanPosition first = new ScanPosition("", new long[0], 100);
    first.read(file(1), false);
    first.read(file(9), false);
    ScanPosition second = new ScanPosition("", first.recent(true), 100);
    second.read(file(1), false);

    assertThat(second.recent(false)).hasSize(2);
    assertThat(second.recent(true)).hasSize(1);
  }

  @Test
  void doesNotMoveOverAFileThatWasNotRead() {
    ScanPosition position = new ScanPosition("", new long[0], 100);
    position.skipped();
    position.read(file(2), true);

    assertThat(position.after()).isEmpty();
    assertThat(position.recent(true)).hasSize(1);
  }

  @Test
  void remembersABoundedNumberOfFiles() {
    ScanPosition position = new ScanPosition("", new long[0], 100);
    for (int i = 1; i <= 1_234; i++) {
      position.read(file(i), false);
    }

    assertThat(position.after()).isEmpty();
    assertThat(position.recent(true)).hasSize(100);
    ScanPosition next = new ScanPosition("", position.recent(true), 100);
    assertThat(next.knows(file(1_134))).isFalse();
    assertThat(next.knows(file(1_135))).isTrue();
    assertThat(next.knows(file(1_234))).isTrue();
  }

  @Test
  void remembersNoFileThatIsTooOld() {
    ScanPosition position = new ScanPosition("", new long[0], 100);
    position.passOver(file(1));
    position.read(file(2), false);
    position.passOver(file(3));

    assertThat(position.after()).contains(new ObjectKey("0001"));
    assertThat(position.recent(true)).hasSize(1);
  }

  private static ListedObject file(int number) {
    return new ListedObject(
        new ObjectKey("%04d".formatted(number)), new ETag("x"), 1, Instant.EPOCH);
  }
}
