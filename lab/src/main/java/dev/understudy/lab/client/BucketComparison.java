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
 * Compares both sides completely: which keys there are, every attribute, every byte. Each side must
 * be quiet. Reserved keys are each side's own.
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

  /** What was compared, and everything that is not equal, sorted by key. */
  public record Result(int objects, long bytes, List<Difference> differences) {
    public Result {
      differences = List.copyOf(differences);
    }
  }

  /**
   * @param progress told now and then how many objects have been compared
   */
  public static Result of(BucketClient primary, BucketClient standby, Consumer<String> progress) {
    return new BucketComparison(primary, standby).run(progress);
  }

  private Result run(Consumer<String> progress) {
    Set<String> keys = keys();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Difference>>> work =
          keys.stream().map(key -> threads.submit(() -> compare(key))).toList();
      List<Difference> differences = new ArrayList<>();
      for (int i = 0; i < work.size(); i++) {
        differences.addAll(work.get(i).get());
        progress.accept("%,d of %,d objects compared".formatted(i + 1, work.size()));
      }
      return new Result(keys.size(), bytes.get(), differences);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The comparison cannot be finished", e.getCause());
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
    Optional<Map<String, String>> ours = primary.attributes(key);
    Optional<Map<String, String>> theirs = standby.attributes(key);
    if (ours.isEmpty() && theirs.isEmpty()) {
      return List.of();
    }
    if (ours.isEmpty() || theirs.isEmpty()) {
      return List.of(new Difference(key, "the object", presence(ours), presence(theirs)));
    }
    List<Difference> differences = new ArrayList<>(attributes(key, ours.get(), theirs.get()));
    content(key).ifPresent(differences::add);
    return differences;
  }

  private static String presence(Optional<Map<String, String>> object) {
    return object.isPresent() ? "present" : ABSENT;
  }

  private static List<Difference> attributes(
      String key, Map<String, String> ours, Map<String, String> theirs) {
    Set<String> names = new TreeSet<>(ours.keySet());
    names.addAll(theirs.keySet());
    return names.stream()
        .map(
            name ->
                new Difference(
                    key, name, ours.getOrDefault(name, ABSENT), theirs.getOrDefault(name, ABSENT)))
        .filter(difference -> !difference.onPrimary().equals(difference.onStandby()))
        .toList();
  }

  private Optional<Difference> content(String key) {
    try (InputStream ours = primary.read(key);
        InputStream theirs = standby.read(key)) {
      for (long offset = 0; ; offset += CHUNK) {
        byte[] left = ours.readNBytes(CHUNK);
        byte[] right = theirs.readNBytes(CHUNK);
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
