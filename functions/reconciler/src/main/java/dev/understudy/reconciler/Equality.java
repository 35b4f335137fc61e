package dev.understudy.reconciler;

import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a replica is right. The stamps make a listing enough: a replica whose time is before its
 * original's has missed a change, if only of headers (docs/stamps.md).
 *
 * @param etags whether the standby keeps the ETags it is given; without them, bytes that were
 *     changed to as many others are not noticed
 */
record Equality(boolean etags) {

  /** As both listings show it: all but headers and tags. */
  boolean listed(ListedObject original, ListedObject replica) {
    return original.size() == replica.size()
        && isNotOlder(replica.lastModified(), original.lastModified())
        && (!etags || original.etag().equals(replica.etag()));
  }

  /** The same for a replica that only a HEAD showed. */
  boolean unlisted(ListedObject original, Replica.Present replica) {
    return original.size() == replica.fingerprint().size()
        && isNotOlder(replica.lastModified(), original.lastModified())
        && (!etags || original.etag().equals(replica.fingerprint().etag()));
  }

  /** As a HEAD of each side shows it: everything. */
  boolean whole(PrimaryObject original, Replica.Present replica) {
    return butForLabels(original, replica)
        && original.fingerprint().attributes().equals(replica.fingerprint().attributes());
  }

  /** The same, but for headers, metadata and tags. */
  boolean butForLabels(PrimaryObject original, Replica.Present replica) {
    Fingerprint ours = original.fingerprint();
    Fingerprint theirs = replica.fingerprint();
    return ours.size() == theirs.size()
        && isNotOlder(replica.lastModified(), original.lastModified())
        && (!etags || ours.etag().equals(theirs.etag()));
  }

  /** Whole seconds, as HEAD shows no more and S3 has no more. */
  private static boolean isNotOlder(Instant replica, Instant original) {
    return !replica.isBefore(original.truncatedTo(ChronoUnit.SECONDS));
  }
}
