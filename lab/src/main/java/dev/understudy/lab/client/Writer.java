package dev.understudy.lab.client;

import dev.understudy.lab.stack.StoreAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.Tag;

/** An application that writes to a bucket through the AWS SDK. */
public final class Writer implements AutoCloseable {
  private final S3Client s3;
  private final String bucket;
  private final AtomicLong changes = new AtomicLong();

  private Writer(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Opens a writer to the bucket; the caller closes it. */
  public static Writer open(StoreAccess store) {
    return new Writer(store.s3(), store.bucket());
  }

  /** The number of changes requested so far. */
  public long changes() {
    return changes.get();
  }

  /** Creates or replaces an object; content above 8 MiB as a multipart upload. */
  public void write(String key, ObjectContent content, ObjectHeaders headers) {
    changes.incrementAndGet();
    if (content.size() > MultipartUploader.PART_BYTES) {
      new MultipartUploader(s3, bucket, key).run(content, headers);
      return;
    }
    s3.putObject(
        request ->
            request
                .bucket(bucket)
                .key(key)
                .contentType(headers.contentType())
                .cacheControl(headers.cacheControl())
                .metadata(headers.user()),
        RequestBody.fromContentProvider(
            () -> open(content), content.size(), headers.contentType()));
  }

  private static InputStream open(ObjectContent content) {
    try {
      return content.source().open();
    } catch (IOException e) {
      throw new UncheckedIOException("The content to write cannot be read", e);
    }
  }

  /** Replaces the headers and user metadata of an object and keeps its bytes. */
  public void relabel(String key, ObjectHeaders headers) {
    changes.incrementAndGet();
    s3.copyObject(
        request ->
            request
                .sourceBucket(bucket)
                .sourceKey(key)
                .destinationBucket(bucket)
                .destinationKey(key)
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType(headers.contentType())
                .cacheControl(headers.cacheControl())
                .metadata(headers.user()));
  }

  /** Replaces all tags of an object. */
  public void tag(String key, Map<String, String> tags) {
    changes.incrementAndGet();
    List<Tag> set =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    s3.putObjectTagging(
        request -> request.bucket(bucket).key(key).tagging(tagging -> tagging.tagSet(set)));
  }

  /** Deletes an object; succeeds if it does not exist. */
  public void delete(String key) {
    changes.incrementAndGet();
    s3.deleteObject(request -> request.bucket(bucket).key(key));
  }

  @Override
  public void close() {
    s3.close();
  }
}
