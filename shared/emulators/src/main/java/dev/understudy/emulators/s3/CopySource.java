package dev.understudy.emulators.s3;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * The object that x-amz-copy-source names, under the conditions that the request puts on it.
 *
 * @param name the key in the request; MinIO may store it under another {@code key}
 */
record CopySource(Call call, Bucket bucket, String name, String key, Optional<String> versionId) {

  static CopySource of(Call call, Service service) {
    String source = call.header("x-amz-copy-source").orElseThrow();
    int version = source.indexOf("?versionId=");
    try {
      String path = Uris.decode(version < 0 ? source : source.substring(0, version), false);
      String[] names = (path.startsWith("/") ? path.substring(1) : path).split("/", 2);
      if (names.length == 2 && !names[1].isEmpty()) {
        return new CopySource(
            call,
            service.bucket(names[0]),
            names[1],
            KeyNames.checked(names[1], service.quirks().limitsKeys()),
            version < 0
                ? Optional.empty()
                : Optional.of(source.substring(version + "?versionId=".length())));
      }
    } catch (CharacterCodingException e) {
      // Invalid, as below.
    }
    throw S3Error.invalidArgument("Copy Source must mention the source bucket and key");
  }

  /** The source. The caller releases its content. */
  ObjectData held() {
    ObjectData data =
        bucket.held(key, versionId).flatMap(Version::data).orElseThrow(S3Error::noSuchKey);
    boolean refused =
        call.header("x-amz-copy-source-if-match")
                .filter(etag -> !Conditions.matches(etag, data.etag()))
                .isPresent()
            || call.header("x-amz-copy-source-if-none-match")
                .filter(etag -> Conditions.matches(etag, data.etag()))
                .isPresent();
    if (refused) {
      data.content().release();
      throw S3Error.preconditionFailed();
    }
    return data;
  }

  boolean isOnto(Call target) {
    return versionId.isEmpty()
        && bucket.name().equals(target.bucket())
        && name.equals(target.key());
  }
}
