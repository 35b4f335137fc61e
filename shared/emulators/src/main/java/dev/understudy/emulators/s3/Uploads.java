package dev.understudy.emulators.s3;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The uploads of a bucket that are under way, and what became of completed ones. Safe for several
 * threads.
 */
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

  /** Stores a part over an older one of its number. */
  synchronized void add(String key, String id, Upload.StoredPart part) {
    Upload.StoredPart old = find(key, id).parts().put(part.number(), part);
    if (old != null) {
      old.body().release();
    }
  }

  /**
   * Does something while no part is added and no upload is ended, so that nobody else can do both.
   */
  synchronized <T> T alone(Supplier<T> work) {
    return work.get();
  }

  /** The parts of an upload, by number. */
  synchronized List<Upload.StoredPart> parts(String key, String id) {
    return List.copyOf(find(key, id).parts().values());
  }

  /** Ends an upload: its parts are released but for those that the object took over. */
  synchronized void end(String key, String id, Collection<Body> taken) {
    Upload upload = find(key, id);
    open.remove(id);
    upload.parts().values().stream()
        .map(Upload.StoredPart::body)
        .filter(body -> !taken.contains(body))
        .forEach(Body::release);
  }

  /** Remembers what an upload became. */
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
