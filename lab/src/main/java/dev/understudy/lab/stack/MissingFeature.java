package dev.understudy.lab.stack;

import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** A feature of a real standby that Understudy uses but does not need. */
final class MissingFeature {
  /** Not permitted, not allowed for the resource, not implemented. */
  private static final Set<Integer> STATUSES = Set.of(403, 405, 501);

  private MissingFeature() {}

  /**
   * Runs calls that set up the feature. If the server refuses them, says what is missing.
   *
   * @param consequence what is missing and what follows from it
   * @throws AwsServiceException for any other error
   */
  static void announce(Runnable calls, Consumer<String> announce, String consequence) {
    try {
      calls.run();
    } catch (AwsServiceException e) {
      if (!STATUSES.contains(e.statusCode())) {
        throw e;
      }
      announce.accept(
          "Missing: %s (the server answers %d %s)"
              .formatted(consequence, e.statusCode(), e.awsErrorDetails().errorCode()));
    }
  }
}
