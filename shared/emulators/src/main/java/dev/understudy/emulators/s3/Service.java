package dev.understudy.emulators.s3;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What all operations share: the buckets, the quirks and the locks. */
final class Service {
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(5);

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Quirks quirks;
  private final Clock clock;
  private final Outbox outbox;
  private final BodyStore bodies;
  private final Drafts drafts;

  Service(Quirks quirks, Clock clock, Outbox outbox, BodyStore bodies) {
    this.quirks = quirks;
    this.clock = clock;
    this.outbox = outbox;
    this.bodies = bodies;
    this.drafts = new Drafts(quirks);
  }

  Quirks quirks() {
    return quirks;
  }

  BodyStore bodies() {
    return bodies;
  }

  Drafts drafts() {
    return drafts;
  }

  Map<String, Bucket> buckets() {
    return buckets;
  }

  /**
   * The bucket that a request names.
   *
   * @throws S3Error 404 if it does not exist
   */
  Bucket bucket(String name) {
    return Optional.ofNullable(buckets.get(name)).orElseThrow(S3Error::noSuchBucket);
  }

  /** Creates a bucket; false if it exists. */
  boolean create(String name) {
    return buckets.putIfAbsent(name, new Bucket(name, quirks, clock, outbox)) == null;
  }

  /** Excludes readers and writers of a key; without effect where the store has no such lock. */
  KeyLocks.Held lock(Bucket bucket, String key) {
    return lock(bucket, key, LOCK_TIMEOUT);
  }

  /**
   * @throws S3Error 503 if the lock was not acquired within the timeout
   */
  KeyLocks.Held lock(Bucket bucket, String key, Duration timeout) {
    return quirks.evaluatesConditionsBeforeBody()
        ? bucket.locks().write(key, timeout)
        : KeyLocks.NOTHING;
  }

  /** Excludes writers of a key; without effect where the store has no such lock. */
  KeyLocks.Held sharedLock(Bucket bucket, String key) {
    return quirks.evaluatesConditionsBeforeBody()
        ? bucket.locks().read(key, LOCK_TIMEOUT)
        : KeyLocks.NOTHING;
  }

  /** The key under which the store keeps the object of a request. */
  String key(Call call) {
    return KeyNames.checked(call.key(), quirks.limitsKeys());
  }
}
