package dev.understudy.emulators.s3;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The multipart uploads of a bucket, and the ETags of completed ones. Safe for several threads. */
final class Uploads {
  private final Map<String, Upload> open = new TreeMap<>();
  private final Map<String, String> completed = new ConcurrentHashMap<>();

  synchronized void begin(Upload upload) {
    open.put(upload.id(), upload);
  }

  synchronized Upload find(String key, String id) {
    return Optional.ofNullable(open.get(id))
        .filter(upload -> upload.key().equals(key))
        .orElseThrow(S3Error::noSuchUpload);
  }

  /** Stores a part, in place of an older one with its number. */
  synchronized void add(String key, String id, Upload.StoredPart part) {
    Upload.StoredPart old = find(key, id).parts().put(part.number(), part);
    if (old != null) {
      old.body().release();
    }
  }

  /**
   * Runs a task while no part is added and no upload ends, so that two requests cannot complete one
   * upload.
   */
  synchronized <T> T alone(Supplier<T> task) {
    return task.get();
  }

  /** The parts of an upload, by number. */
  synchronized List<Upload.StoredPart> parts(String key, String id) {
    return List.copyOf(find(key, id).parts().values());
  }

  /** Ends an upload, and releases its parts except those that the object took over. */
  synchronized void end(String key, String id, Collection<Body> taken) {
    Upload upload = find(key, id);
    open.remove(id);
    upload.parts().values().stream()
        .map(Upload.StoredPart::body)
        .filter(body -> !taken.contains(body))
        .forEach(Body::release);
  }

  /** Records the ETag of a completed upload. */
  void completed(String id, String etag) {
    completed.put(id, etag);
  }

  Optional<String> etagOfCompleted(String id) {
    return Optional.ofNullable(completed.get(id));
  }

  synchronized List<Upload> all() {
    return List.copyOf(open.values());
  }
}
