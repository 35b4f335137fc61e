package dev.understudy.emulators.s3;

import java.util.Optional;

/** If-Match and If-None-Match of a write, each as its header has it. */
record Conditions(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
  static final Conditions NONE = new Conditions(Optional.empty(), Optional.empty());

  static Conditions of(Call call) {
    return new Conditions(call.header("If-Match"), call.header("If-None-Match"));
  }

  boolean isEmpty() {
    return ifMatch.isEmpty() && ifNoneMatch.isEmpty();
  }

  /**
   * Evaluates the conditions of a write.
   *
   * @param current the current object
   * @throws S3Error 412, or 404 for an If-Match without a current object
   */
  void evaluate(Optional<ObjectData> current, Quirks quirks) {
    if (ifMatch.isPresent()) {
      String etag = current.orElseThrow(S3Error::noSuchKey).etag();
      if (!matches(ifMatch.get(), etag)) {
        throw S3Error.preconditionFailed();
      }
    }
    ifNoneMatch.ifPresent(
        none -> {
          if (!none.equals("*") && !quirks.acceptsEtagsInIfNoneMatch()) {
            throw S3Error.notImplemented("If-None-Match with an ETag on a write");
          }
          if (current.filter(data -> matches(none, data.etag())).isPresent()) {
            throw S3Error.preconditionFailed();
          }
        });
  }

  /** Whether a header names this ETag, with or without quotes, or is {@code *}. */
  static boolean matches(String header, String etag) {
    for (String one : header.split(",")) {
      String bare = one.strip();
      if (bare.equals("*") || bare.equals(etag) || bare.equals('"' + etag + '"')) {
        return true;
      }
    }
    return false;
  }
}
