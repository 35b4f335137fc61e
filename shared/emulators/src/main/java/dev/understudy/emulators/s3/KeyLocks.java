package dev.understudy.emulators.s3;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * MinIO's lock on each key: a conditional PUT holds it for its whole body, a GET shares it for its
 * whole answer.
 */
final class KeyLocks {
  private final Map<String, ReadWriteLock> locks = new ConcurrentHashMap<>();

  /** A held lock; closing releases it. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  static final Held NOTHING = () -> {};

  /** Excludes writers of the key. */
  Held read(String key, Duration timeout) {
    return take(lock(key).readLock(), timeout);
  }

  /** Excludes readers and other writers of the key. */
  Held write(String key, Duration timeout) {
    return take(lock(key).writeLock(), timeout);
  }

  private ReadWriteLock lock(String key) {
    return locks.computeIfAbsent(key, k -> new ReentrantReadWriteLock());
  }

  private static Held take(Lock lock, Duration timeout) {
    try {
      if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new S3Error(
            503, "RequestTimeout", "A timeout occurred while trying to lock a resource");
      }
      return lock::unlock;
    } catch (InterruptedException e) {
      throw new S3Error(503, "ServiceUnavailable", "The endpoint is going down");
    }
  }
}
