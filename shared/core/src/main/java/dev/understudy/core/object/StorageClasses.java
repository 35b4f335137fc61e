package dev.understudy.core.object;

import java.util.List;
import java.util.Set;

/** The storage classes of a general purpose bucket (S3 user guide, "Storage classes"). */
public final class StorageClasses {
  /** The class of an object whose response names none. */
  public static final String STANDARD = "STANDARD";

  /** All of them, in S3's spelling. */
  static final List<String> ALL =
      List.of(
          STANDARD,
          "INTELLIGENT_TIERING",
          "STANDARD_IA",
          "ONEZONE_IA",
          "GLACIER_IR",
          "GLACIER",
          "DEEP_ARCHIVE",
          "REDUCED_REDUNDANCY");

  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  private StorageClasses() {}

  /** Whether objects of the class must be restored before a GET. */
  public static boolean isArchive(String storageClass) {
    return ARCHIVES.contains(storageClass);
  }
}
