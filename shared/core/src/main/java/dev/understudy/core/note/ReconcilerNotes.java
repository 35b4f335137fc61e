package dev.understudy.core.note;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;

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
}
