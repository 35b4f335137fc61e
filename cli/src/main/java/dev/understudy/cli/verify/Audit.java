package dev.understudy.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Compares both buckets and writes a report. The listings decide only which keys exist; every
 * compared key is read on both sides. A key that differs is compared again after a pause, because
 * it may be in flight. Memory is bounded by a batch of keys.
 */
public final class Audit {
  private static final int BATCH = 500;
  private static final List<String> RESERVED = List.of(".understudy/", ".origin/");

  private static final int SHOWN_FINDINGS = 20;

  private final KeyAudit keys;
  private final Options options;
  private final Optional<RateLimit> limit;
  private final Map<String, Object> counts = new TreeMap<>();
  private final List<Map<String, Object>> findings = new ArrayList<>();
  private boolean found;

  /**
   * What to compare.
   *
   * @param sample compares one key in this many, chosen by a hash of the key; 1 compares all. Keys
   *     whose listings differ are always compared.
   * @param etags whether ETags must be equal
   * @param bytesPerSecond hashes both bodies, at most this fast; empty for headers and tags only
   * @param settle the pause before a key that differs is compared again
   * @param threads the number of keys compared at the same time
   */
  public record Options(
      String prefix,
      int sample,
      boolean etags,
      Optional<Long> bytesPerSecond,
      Duration settle,
      int threads) {
    private Map<String, Object> header() {
      Map<String, Object> header = new LinkedHashMap<>();
      header.put("prefix", prefix);
      header.put("sample", sample);
      header.put("etags", etags);
      header.put("bytes", bytesPerSecond.isPresent());
      return Map.of("audit", header);
    }
  }

  /**
   * The result of an audit.
   *
   * @param counts keys by verdict, and those of which only the listings were compared
   * @param found whether a key needs a person
   * @param findings the first of these keys since the audit began or resumed
   * @param digest of the report; empty if the audit was stopped
   */
  public record Result(
      Map<String, Object> counts,
      boolean found,
      List<Map<String, Object>> findings,
      Optional<String> digest) {}

  /**
   * @param primary closed by the caller
   * @param standby closed by the caller
   */
  public Audit(BucketReader primary, BucketReader standby, Options options) {
    this.limit = options.bytesPerSecond().map(RateLimit::new);
    this.keys = new KeyAudit(primary, standby, options.etags(), limit);
    this.options = options;
  }

  /**
   * Runs to the end, or until it is stopped between two batches.
   *
   * @param path the file of the report
   * @param resume continues the report of an audit that was stopped
   * @param stopped ends the audit early
   * @param progress receives the counts after each batch
   * @throws dev.understudy.core.config.ConfigurationException if the report has other options
   */
  public Result run(
      Path path, boolean resume, BooleanSupplier stopped, Consumer<Map<String, Object>> progress)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(options.threads());
    try (AuditReport report = new AuditReport(path, options.header(), resume)) {
      report.resumed().ifPresent(this::restore);
      Optional<String> after =
          report.resumed().map(s -> String.valueOf(s.get(AuditReport.THROUGH)));
      ListingPair listings =
          new ListingPair(
              keys.primary().list(options.prefix(), after),
              keys.standby().list(options.prefix(), after));
      while (listings.hasNext() && !stopped.getAsBoolean()) {
        compareBatch(listings, threads, report);
        progress.accept(counts);
      }
      Optional<String> digest =
          listings.hasNext() ? Optional.empty() : Optional.of(report.finish());
      return new Result(counts, found, findings, digest);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The bytes that were hashed so far on both sides; empty if only headers are compared. */
  public OptionalLong hashedBytes() {
    return limit.map(read -> OptionalLong.of(read.bytes())).orElse(OptionalLong.empty());
  }

  private void restore(Map<String, Object> state) {
    counts.putAll(state);
    counts.remove(AuditReport.THROUGH);
    found =
        Stream.of(KeyAudit.Verdict.values())
            .anyMatch(verdict -> verdict.isFinding() && counts.containsKey(verdict.label()));
  }

  private void compareBatch(ListingPair listings, ExecutorService threads, AuditReport report)
      throws IOException, InterruptedException {
    List<String> batch = new ArrayList<>();
    String last = "";
    for (int i = 0; i < BATCH && listings.hasNext(); i++) {
      ListingPair.Listed listed = listings.next();
      last = listed.key();
      if (RESERVED.stream().noneMatch(last::startsWith)) {
        if (!listed.looksEqual() || isSampled(last)) {
          batch.add(last);
        } else {
          count("listed");
        }
      }
    }
    for (KeyAudit.Result result : settled(batch, threads)) {
      count(result.verdict().label());
      report.write(result.line());
      if (result.verdict().isFinding()) {
        found = true;
        if (findings.size() < SHOWN_FINDINGS) {
          findings.add(result.line());
        }
      }
    }
    Map<String, Object> through = new LinkedHashMap<>(counts);
    through.put(AuditReport.THROUGH, last);
    report.write(through);
    report.flush();
  }

  /** Compares the keys that differ a second time, after one pause for all of them. */
  private List<KeyAudit.Result> settled(List<String> batch, ExecutorService threads)
      throws IOException, InterruptedException {
    List<KeyAudit.Result> results = new ArrayList<>(compare(batch, threads));
    List<String> differing =
        results.stream().filter(r -> r.verdict().isFinding()).map(KeyAudit.Result::key).toList();
    if (!differing.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(options.settle().toNanos());
      Map<String, KeyAudit.Result> again = new TreeMap<>();
      compare(differing, threads).forEach(result -> again.put(result.key(), result));
      results.replaceAll(result -> again.getOrDefault(result.key(), result));
    }
    return results;
  }

  private List<KeyAudit.Result> compare(List<String> batch, ExecutorService threads)
      throws IOException, InterruptedException {
    List<Callable<KeyAudit.Result>> tasks = new ArrayList<>();
    batch.forEach(key -> tasks.add(() -> keys.compare(key)));
    List<KeyAudit.Result> results = new ArrayList<>();
    for (Future<KeyAudit.Result> done : threads.invokeAll(tasks)) {
      try {
        results.add(done.get());
      } catch (ExecutionException e) {
        throw new IOException("The audit stopped: " + e.getCause(), e);
      }
    }
    return results;
  }

  private boolean isSampled(String key) {
    byte[] hash = BucketReader.sha256().digest(key.getBytes(UTF_8));
    return new BigInteger(1, hash).mod(BigInteger.valueOf(options.sample())).signum() == 0;
  }

  private void count(String label) {
    counts.merge(label, 1L, (a, b) -> ((Number) a).longValue() + ((Number) b).longValue());
  }
}
