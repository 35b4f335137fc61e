package dev.understudy.core.object;

import java.util.List;

/**
 * What a standby holds of an object's labels: its system headers, user metadata and tags. A copy
 * without some of them serves readers; a refused object is a 404 after a failover.
 *
 * <p>The result depends on the labels alone, and held labels are held unchanged. The replicator and
 * the reconciler can therefore expect exactly this of a replica.
 */
public final class HeldLabels {
  /** All of them: the standby itself refuses an object whose labels it cannot hold. */
  public static final HeldLabels EVERYTHING = new HeldLabels("everything", true, true);

  /** What MinIO holds; docs/replicas.md has the table. */
  public static final HeldLabels MINIO = new HeldLabels("minio", true, true);

  private static final HeldLabels WITHOUT_TAGS = new HeldLabels("without_tags", false, true);
  private static final HeldLabels WITHOUT_EMPTY =
      new HeldLabels("without_empty_metadata", true, false);
  private static final HeldLabels WITHOUT_EITHER =
      new HeldLabels("without_tags_and_empty_metadata", false, false);

  private final String name;
  private final boolean tags;
  private final boolean emptyMetadata;

  private HeldLabels(String name, boolean tags, boolean emptyMetadata) {
    this.name = name;
    this.tags = tags;
    this.emptyMetadata = emptyMetadata;
  }

  /**
   * What MinIO holds, except what a standby drops without refusing the object.
   *
   * @param tags whether the standby holds tags
   * @param emptyMetadata whether it holds metadata with an empty value
   */
  public static HeldLabels minioWith(boolean tags, boolean emptyMetadata) {
    if (tags) {
      return emptyMetadata ? MINIO : WITHOUT_EMPTY;
    }
    return emptyMetadata ? WITHOUT_TAGS : WITHOUT_EITHER;
  }

  /** Names the rules, in notes about objects that they concern. */
  public String name() {
    return name;
  }

  /** What the standby holds of these labels. */
  public Held of(Attributes original) {
    return this == EVERYTHING
        ? new Held(original, List.of())
        : MinioLabels.of(original, tags, emptyMetadata);
  }

  /**
   * The labels of a replica.
   *
   * @param attributes what the replica has
   * @param leftOut the names of the labels that it lacks, such as {@code tag Größe}, at most eleven
   *     short texts for people. A header in another form is not among them.
   */
  public record Held(Attributes attributes, List<String> leftOut) {
    public Held {
      leftOut = List.copyOf(leftOut);
    }
  }
}
