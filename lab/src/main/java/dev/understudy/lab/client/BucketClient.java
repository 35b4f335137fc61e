package dev.understudy.lab.client;

import dev.understudy.lab.stack.StoreAccess;
import io.minio.GetObjectArgs;
import io.minio.GetObjectTagsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads one bucket through the MinIO SDK. The replicator uses the AWS SDK, so this client shares no
 * code with it and its results are independent evidence.
 */
public final class BucketClient implements AutoCloseable {
  private static final Set<String> COMPARED_HEADERS =
      Set.of(
          "content-type",
          "content-length",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control",
          "expires",
          "etag");
  private static final String USER_METADATA = "x-amz-meta-";
  private static final Set<String> ABSENT = Set.of("NoSuchKey", "ResourceNotFound");

  private final MinioClient client;
  private final String name;

  private BucketClient(MinioClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** Opens a client of the bucket; the caller closes it. */
  public static BucketClient open(StoreAccess store) {
    return new BucketClient(MinioClients.create(store), store.bucket());
  }

  /** Every key of the listing. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    ListObjectsArgs request = ListObjectsArgs.builder().bucket(name).recursive(true).build();
    for (Result<Item> item : client.listObjects(request)) {
      keys.add(call("list", "", () -> item.get().objectName()));
    }
    return keys;
  }

  /** ETag, size, headers, user metadata and tags by name; empty if the object does not exist. */
  public Optional<Map<String, String>> attributes(String key) {
    StatObjectArgs request = StatObjectArgs.builder().bucket(name).object(key).build();
    return found("stat", key, () -> client.statObject(request))
        .map(
            head -> {
              Map<String, String> attributes = compared(head.headers());
              tags(key).forEach((tag, value) -> attributes.put("tag " + tag, value));
              return attributes;
            });
  }

  private static Map<String, String> compared(okhttp3.Headers headers) {
    Map<String, String> compared = new TreeMap<>();
    for (String header : headers.names()) {
      String name = header.toLowerCase(Locale.ROOT);
      if (isCompared(name)) {
        compared.put(name, String.valueOf(headers.get(header)));
      }
    }
    return compared;
  }

  private static boolean isCompared(String header) {
    return COMPARED_HEADERS.contains(header) || header.startsWith(USER_METADATA);
  }

  private Map<String, String> tags(String key) {
    return call(
        "get the tags of",
        key,
        () ->
            client
                .getObjectTags(GetObjectTagsArgs.builder().bucket(name).object(key).build())
                .get());
  }

  /** Opens the object's bytes; the caller closes the stream. */
  public InputStream read(String key) {
    return call(
        "get",
        key,
        () -> client.getObject(GetObjectArgs.builder().bucket(name).object(key).build()));
  }

  private <T> Optional<T> found(String what, String key, Call<T> call) {
    try {
      return Optional.of(call.run());
    } catch (ErrorResponseException e) {
      if (ABSENT.contains(e.errorResponse().code())) {
        return Optional.empty();
      }
      throw failure(what, key, e);
    } catch (MinioException e) {
      throw failure(what, key, e);
    }
  }

  private <T> T call(String what, String key, Call<T> call) {
    try {
      return call.run();
    } catch (MinioException e) {
      throw failure(what, key, e);
    }
  }

  private BucketException failure(String what, String key, MinioException cause) {
    return new BucketException(
        "Bucket %s: cannot %s \"%s\": %s".formatted(name, what, key, cause.getMessage()), cause);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException("The client cannot be closed", e);
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws MinioException;
  }
}
