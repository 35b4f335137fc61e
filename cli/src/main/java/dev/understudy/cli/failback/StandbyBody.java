package dev.understudy.cli.failback;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Replica;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A range of exactly one object of the standby. Each attempt of an upload reads it anew. Used by
 * one thread.
 */
final class StandbyBody implements ContentStreamProvider, AutoCloseable {
  private final BucketClient standby;
  private final ObjectKey key;
  private final Replica.Present object;
  private final long from;
  private final long length;
  private @Nullable ResponseInputStream<GetObjectResponse> open;

  StandbyBody(BucketClient standby, ObjectKey key, Replica.Present object, long from, long length) {
    this.standby = standby;
    this.key = key;
    this.object = object;
    this.from = from;
    this.length = length;
  }

  @Override
  public InputStream newStream() {
    close();
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    ResponseInputStream<GetObjectResponse> body =
        standby
            .s3()
            .getObject(
                request ->
                    request
                        .bucket(standby.name())
                        .key(key.value())
                        .range("bytes=%d-%d".formatted(from, from + length - 1))
                        .ifMatch(object.fingerprint().etag().quoted()));
    open = body;
    return body;
  }

  /** Does not read the rest of a body that an attempt has left. */
  @Override
  public void close() {
    ResponseInputStream<GetObjectResponse> body = open;
    if (body != null) {
      open = null;
      body.abort();
    }
  }
}
