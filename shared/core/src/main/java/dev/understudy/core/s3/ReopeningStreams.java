package dev.understudy.core.s3;

import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The body of an upload that opens its source again for each attempt. The SDK does not close the
 * streams, so this class does. It also keeps the source's exception, because the SDK would wrap it.
 */
final class ReopeningStreams implements ContentStreamProvider, AutoCloseable {
  private final Supplier<InputStream> source;
  private @Nullable InputStream open;
  private @Nullable StoreException failure;

  ReopeningStreams(Supplier<InputStream> source) {
    this.source = source;
  }

  @Override
  public InputStream newStream() {
    close();
    try {
      InputStream stream = source.get();
      open = stream;
      return stream;
    } catch (StoreException e) {
      failure = e;
      throw e;
    }
  }

  /** The source's exception, if it threw one. */
  Optional<StoreException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() {
    InputStream stream = open;
    open = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
