package dev.understudy.emulators.s3;

import java.util.Optional;

/** If-Match and If-None-Match of a write, each as the header has it. */
record Conditions(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
  static final Conditions NONE = new Conditions(Optional.empty(), Optional.empty());

  boolean isEmpty() {
    return ifMatch.isEmpty() && ifNoneMatch.isEmpty();
  }

  /**
   * Judges a write over what is there.
   *
   * @param current the object that readers see
   * @throws S3Error 412, or 404 for an If-Match where nothing is
   */
  void judge(Optional<ObjectData> current, Quirks quirks) {
    if (ifMatch.isPresent()) {
      String etag = current.orElseThrow(S3Error::noSuchKey).etag();
      if (!matches(ifMatch.get(), etag)) {
        throw S3Error.preconditionFailed();
      }
    }
    ifNoneMatch.ifPresent(
        none -> {
          if (!none.equals("*") && !quirks.takesEtagsInIfNoneMatch()) {
            throw S3Error.notImplemented("If-None-Match with an ETag on a write");
          }
          if (current.filter(data -> matches(none, data.etag())).isPresent()) {
            throw S3Error.preconditionFailed();
          }
        });
  }

  /** Whether one of a header's ETags is this one; quotes may be left out. */
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
