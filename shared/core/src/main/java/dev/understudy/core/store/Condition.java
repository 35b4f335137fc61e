package dev.understudy.core.store;

import dev.understudy.core.object.ETag;

/** A condition that must hold on the standby when a write commits. */
public sealed interface Condition {

  /** No current object under the key ({@code If-None-Match: *}). A delete marker is no object. */
  record Absent() implements Condition {}

  /** The current object has this ETag ({@code If-Match}). */
  record Matches(ETag etag) implements Condition {}
}
