package dev.understudy.lab.client;

import dev.understudy.core.object.ReservedKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Compares all keys, attributes and bytes of both buckets. Nothing may write to either bucket
 * meanwhile. Reserved keys are left out, because each bucket has its own.
 */
public final class BucketComparison {
  private static final int THREADS = 4;
  private static final int CHUNK = 128 << 10;
  private static final String ABSENT = "absent";

  private final BucketClient primary;
  private final BucketClient standby;
  private final AtomicLong bytes = new AtomicLong();

  private BucketComparison(BucketClient primary, BucketClient standby) {
    this.primary = primary;
    this.standby = standby;
  }

  /** The number of objects and bytes compared, and all differences sorted by key. */
  public record Result(int objects, long bytes, List<Difference> differences) {
    public Result {
      differences = List.copyOf(differences);
    }
  }

  /**
   * @param progress receives a text after each object
   */
  public static Result of(BucketClient primary, BucketClient standby, Consumer<String> progress) {
    return new BucketComparison(primary, standby).run(progress);
  }

  private Result run(Consumer<String> progress) {
    Set<String> keys = keys();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Difference>>> comparisons =
          keys.stream().map(key -> threads.submit(() -> compare(key))).toList();
      List<Difference> differences = new ArrayList<>();
      for (int i = 0; i < comparisons.size(); i++) {
        differences.addAll(comparisons.get(i).get());
        progress.accept("%,d of %,d objects compared".formatted(i + 1, comparisons.size()));
      }
      return new Result(keys.size(), bytes.get(), differences);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The comparison failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The comparison was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>(primary.keys());
    keys.addAll(standby.keys());
    keys.removeIf(key -> ReservedKeys.PREFIXES.stream().anyMatch(key::startsWith));
    return keys;
  }

  private List<Difference> compare(String key) {
    Optional<Map<String, String>> onPrimary = primary.attributes(key);
    Optional<Map<String, String>> onStandby = standby.attributes(key);
    if (onPrimary.isEmpty() && onStandby.isEmpty()) {
      return List.of();
    }
    if (onPrimary.isEmpty() || onStandby.isEmpty()) {
      return List.of(new Difference(key, "the object", presence(onPrimary), presence(onStandby)));
    }
    List<Difference> differences =
        new ArrayList<>(attributes(key, onPrimary.get(), onStandby.get()));
    content(key).ifPresent(differences::add);
    return differences;
  }

  private static String presence(Optional<Map<String, String>> object) {
    return object.isPresent() ? "present" : ABSENT;
  }

  private static List<Difference> attributes(
      String key, Map<String, String> onPrimary, Map<String, String> onStandby) {
    Set<String> names = new TreeSet<>(onPrimary.keySet());
    names.addAll(onStandby.keySet());
    return names.stream()
        .map(
            name ->
                new Difference(
                    key,
                    name,
                    onPrimary.getOrDefault(name, ABSENT),
                    onStandby.getOrDefault(name, ABSENT)))
        .filter(difference -> !difference.onPrimary().equals(difference.onStandby()))
        .toList();
  }

  private Optional<Difference> content(String key) {
    try (InputStream onPrimary = primary.read(key);
        InputStream onStandby = standby.read(key)) {
      for (long offset = 0; ; offset += CHUNK) {
        byte[] left = onPrimary.readNBytes(CHUNK);
        byte[] right = onStandby.readNBytes(CHUNK);
        int mismatch = Arrays.mismatch(left, right);
        if (mismatch >= 0) {
          String what = "the byte at " + (offset + mismatch);
          return Optional.of(
              new Difference(key, what, octet(left, mismatch), octet(right, mismatch)));
        }
        bytes.addAndGet(left.length);
        if (left.length < CHUNK) {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The bytes of " + key + " cannot be compared", e);
    }
  }

  private static String octet(byte[] bytes, int index) {
    return index < bytes.length ? "%02x".formatted(bytes[index]) : "past the end";
  }
}
