package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Sha256;
import dev.understudy.core.object.StoredHotSet;
import dev.understudy.core.store.ListedObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Which log files were read: all up to a name, and some above it. Log files may appear late and
 * anywhere, so the files of the last days are remembered one by one. Used by one thread.
 */
final class ScanPosition {
  private final long[] known;
  private final int limit;
  private final Set<Long> recent = new LinkedHashSet<>();
  private String after;
  private boolean moves = true;

  ScanPosition(String after, long[] known) {
    this(after, known, StoredHotSet.MAX_RECENT);
  }

  /**
   * @param after all files up to this name were read
   * @param known the hashes of the files above it that were read, ascending
   * @param limit how many hashes are remembered; any further file is read again by the next run
   */
  ScanPosition(String after, long[] known, int limit) {
    this.after = after;
    this.known = known;
    this.limit = limit;
  }

  /** Whether this version of the file was read before this run. */
  boolean knows(ListedObject file) {
    return Arrays.binarySearch(known, hash(file)) >= 0;
  }

  /**
   * The next file of the listing was read, before or now.
   *
   * @param settled whether no further file is expected with a name up to that of this one
   */
  void read(ListedObject file, boolean settled) {
    moves &= settled;
    if (moves) {
      after = file.key().value();
      return;
    }
    recent.add(hash(file));
    if (recent.size() > limit) {
      recent.remove(recent.iterator().next());
    }
  }

  /** The next file of the listing is too old to be read by any run. */
  void passOver(ListedObject file) {
    if (moves) {
      after = file.key().value();
    }
  }

  /** The next file of the listing was not read. */
  void skipped() {
    moves = false;
  }

  /** Where the next listing begins: only files above this name. */
  Optional<ObjectKey> after() {
    return after.isEmpty() ? Optional.empty() : Optional.of(new ObjectKey(after));
  }

  /**
   * The hashes to remember, ascending.
   *
   * @param complete whether the run has seen every file; otherwise files may be known that it has
   *     not come to
   */
  long[] recent(boolean complete) {
    LongStream seen = recent.stream().mapToLong(Long::longValue);
    LongStream all = complete ? seen : LongStream.concat(seen, Arrays.stream(known));
    return all.distinct().limit(limit).sorted().toArray();
  }

  private static long hash(ListedObject file) {
    return ByteBuffer.wrap(Sha256.bytes(file.key().value() + "\n" + file.etag().value())).getLong();
  }
}
