package dev.understudy.core.store;

import dev.understudy.core.object.ETag;

/** What must still be true on the standby when a write commits. */
public sealed interface Condition {

  /** No object under the key ({@code If-None-Match: *}); a delete marker counts as none. */
  record Absent() implements Condition {}

  /** The object with this ETag ({@code If-Match}). */
  record Matches(ETag etag) implements Condition {}
}
