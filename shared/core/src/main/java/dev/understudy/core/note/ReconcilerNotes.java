package dev.understudy.core.note;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import java.util.List;

/** The names of the notes in which the reconciler keeps its state on the standby. */
public final class ReconcilerNotes {
  /** The position of the pass, the last proof, and the deletions that are withheld. */
  public static final ObjectKey WATERMARK = new ObjectKey(ReservedKeys.RECONCILER + "watermark");

  private ReconcilerNotes() {}

  /**
   * A list of suspects.
   *
   * @param slot one of two places
   * @param number of the list, from 0
   */
  public static ObjectKey suspects(long slot, long number) {
    return new ObjectKey(ReservedKeys.RECONCILER + "suspects-%d-%06d".formatted(slot, number));
  }

  /** A list of suspects of one key range, with a number of its own from 0. */
  public static ObjectKey suspects(long slot, long range, long number) {
    return new ObjectKey(
        ReservedKeys.RECONCILER + "suspects-%d-%02d-%06d".formatted(slot, range, number));
  }

  /**
   * A list of suspects of a whole pass.
   *
   * @param ofRanges the number of lists of each key range; empty for a pass without ranges
   * @param number from 0, counted through all ranges in their order
   * @throws IllegalArgumentException if the ranges have fewer lists
   */
  public static ObjectKey suspects(long slot, List<Long> ofRanges, long number) {
    if (ofRanges.isEmpty()) {
      return suspects(slot, number);
    }
    long rest = number;
    for (int range = 0; range < ofRanges.size(); range++) {
      if (rest < ofRanges.get(range)) {
        return suspects(slot, range, rest);
      }
      rest -= ofRanges.get(range);
    }
    throw new IllegalArgumentException("The ranges %s have no list %d".formatted(ofRanges, number));
  }

  /** How far the pass has come in one of its key ranges. */
  public static ObjectKey range(long number) {
    return new ObjectKey(ReservedKeys.RECONCILER + "range-%02d".formatted(number));
  }
}
