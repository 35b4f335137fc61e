package dev.understudy.testkit.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.WriteResult;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A standby for tests in which a multipart upload or a check of the dialect is an error. */
public abstract class WithoutUploads implements Standby {

  @Override
  public final String createUpload(ObjectKey key, Fingerprint fingerprint) {
    throw unexpected(key);
  }

  @Override
  public final Part uploadPart(
      ObjectKey key, String uploadId, int number, long length, Supplier<InputStream> source) {
    throw unexpected(key);
  }

  @Override
  public final Optional<Part> copyPart(
      ObjectKey key, String uploadId, int number, long from, long length, ETag etag) {
    throw unexpected(key);
  }

  @Override
  public final Optional<List<Part>> parts(ObjectKey key, String uploadId) {
    throw unexpected(key);
  }

  @Override
  public final WriteResult complete(
      ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp) {
    throw unexpected(key);
  }

  @Override
  public final void abort(ObjectKey key, String uploadId) {
    throw unexpected(key);
  }

  @Override
  public final Optional<Attributes> readAttributes(ObjectKey key) {
    throw new UnsupportedOperationException("Unexpected GET of the labels of " + key);
  }

  private static UnsupportedOperationException unexpected(ObjectKey key) {
    return new UnsupportedOperationException("Unexpected multipart upload of " + key);
  }
}
