package dev.understudy.lab.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What no reader may see is seen. */
class LedgerTest {
  private static final String KEY = "site/page-00.txt";

  private final Ledger ledger = new Ledger();

  private void write(int times) {
    IntStream.range(0, times).forEach(n -> ledger.acknowledged(KEY, ledger.begin(KEY)));
  }

  private void read(String origin, int number) {
    ledger.read(KEY, ledger.floor(KEY), origin, body(number));
  }

  private static byte[] body(int number) {
    return DrillContent.of(KEY, number).getBytes(US_ASCII);
  }

  @Test
  void knowsEveryBodyAndNoOther() {
    byte[] whole = body(7);
    byte[] mixed = whole.clone();
    mixed[mixed.length - 1] = (byte) (mixed[mixed.length - 1] == 'x' ? 'y' : 'x');
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);

    assertThat(DrillContent.numberOf(KEY, whole)).hasValue(7);
    assertThat(DrillContent.numberOf(KEY, mixed)).isEmpty();
    assertThat(DrillContent.numberOf(KEY, cut)).isEmpty();
    assertThat(DrillContent.numberOf(KEY, new byte[0])).isEmpty();
    assertThat(DrillContent.numberOf("site/page-01.txt", whole)).isEmpty();
  }

  @Test
  void objectsToABodyThatNobodyWrote() {
    write(2);

    read("primary", 3);
    ledger.read(KEY, ledger.floor(KEY), "standby", "damaged".getBytes(US_ASCII));

    assertThat(ledger.faults())
        .containsExactly(
            "primary returned a body for " + KEY + " that no write stored",
            "standby returned a body for " + KEY + " that no write stored");
  }

  @Test
  void allowsTheStandbyToBeBehindThePrimaryAndCountsIt() {
    write(3);
    read("primary", 3);

    read("standby", 1);
    read("standby", 2);

    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.behind()).isEqualTo(2);
  }

  @Test
  void objectsToAStandbyThatGoesBack() {
    write(3);
    read("standby", 2);

    read("standby", 1);

    assertThat(ledger.faults())
        .containsExactly("standby returned write 1 of " + KEY + " after write 2");
  }

  @Test
  void objectsToAPrimaryThatIsBehindTheStandby() {
    write(3);
    read("standby", 3);

    read("primary", 2);

    assertThat(ledger.faults())
        .containsExactly("primary returned write 2 of " + KEY + " after write 3");
  }

  @Test
  void judgesByWhatWasShownWhenAReadBegan() {
    write(2);
    Ledger.Floor early = ledger.floor(KEY);
    read("standby", 2);

    ledger.read(KEY, early, "standby", body(1));

    assertThat(ledger.faults()).as("the two reads overlapped").isEmpty();
  }

  @Test
  void knowsWhichAcknowledgedWritesAreMissing() {
    write(2);
    ledger.begin(KEY);
    write(1);

    assertThat(ledger.acknowledgedAfter(KEY, 1)).as("2 and 4; 3 was not acknowledged").hasSize(2);
    assertThat(ledger.acknowledgedAfter(KEY, 4)).isEmpty();
  }
}
