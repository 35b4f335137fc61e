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

  /** What holds a lock; closing lets go. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  static final Held NOTHING = () -> {};

  /** Shares the key with other readers. */
  Held read(String key, Duration patience) {
    return take(lock(key).readLock(), patience);
  }

  /** Has the key alone. */
  Held write(String key, Duration patience) {
    return take(lock(key).writeLock(), patience);
  }

  private ReadWriteLock lock(String key) {
    return locks.computeIfAbsent(key, k -> new ReentrantReadWriteLock());
  }

  private static Held take(Lock lock, Duration patience) {
    try {
      if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new S3Error(
            503, "RequestTimeout", "A timeout occurred while trying to lock a resource");
      }
      return lock::unlock;
    } catch (InterruptedException e) {
      throw new S3Error(503, "ServiceUnavailable", "The endpoint is going down");
    }
  }
}
