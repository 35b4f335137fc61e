package dev.understudy.cli.failback;

/** What failback found out about a key, or did with it. */
public enum Verdict {
  /** Both sides have the same object, or neither has one. */
  EQUAL("equal", false),
  /**
   * Only the primary changed, or the standby has not received a change. The replicator repairs it.
   */
  PRIMARY_NEWER("primaryNewer", false),
  /** The standby never had the key. The replicator repairs it. */
  NOT_REPLICATED("notReplicated", false),
  /** Only the standby changed: a writer's object that the primary lacks. */
  COPY("copy", true),
  /** Only the standby changed: a writer deleted the object that the primary still has. */
  DELETE("delete", true),
  /** Both sides changed, or no version shows which one did. A person decides. */
  CONFLICT("conflict", true),
  COPIED("copied", false),
  DELETED("deleted", false),
  /** A person decided that the primary's state remains. */
  PRIMARY_KEPT("primaryKept", false),
  /** A side cannot be read, or the primary rejects the write. */
  FAILED("failed", true);

  private final String label;
  private final boolean left;

  Verdict(String label, boolean left) {
    this.label = label;
    this.left = left;
  }

  /** The name in results and reports. */
  public String label() {
    return label;
  }

  /** Whether a writer's change may be missing on the primary. */
  public boolean isLeft() {
    return left;
  }

  /** Whether results show the key, and not only its number. */
  boolean isShown() {
    return this != EQUAL && this != PRIMARY_NEWER && this != NOT_REPLICATED;
  }
}
