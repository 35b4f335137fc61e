package dev.understudy.emulators.s3;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What all operations share: the buckets, and what the store is like. */
final class Service {
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
   * @throws S3Error if there is none
   */
  Bucket bucket(String name) {
    return Optional.ofNullable(buckets.get(name)).orElseThrow(S3Error::noSuchBucket);
  }

  /** False if there was one already. */
  boolean create(String name) {
    return buckets.putIfAbsent(name, new Bucket(name, quirks, clock, outbox)) == null;
  }

  /** The key that a request means here. */
  String key(Call call) {
    return KeyNames.checked(call.key(), quirks.limitsKeys());
  }
}
