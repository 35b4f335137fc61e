package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.Edge;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends reads at a constant rate, whether earlier reads were answered or not: a reader that waits
 * for each answer would miss most of an outage.
 */
final class Readers implements AutoCloseable {
  private static final int MAX_PARALLEL = 1_000;

  private final Edge edge;
  private final List<String> keys;
  private final Ledger ledger;
  private final Duration timeout;
  private final SplittableRandom random;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<Void>> begun = new ConcurrentLinkedQueue<>();
  private final Semaphore free = new Semaphore(MAX_PARALLEL);
  private final Thread arrivals;
  private volatile boolean closed;

  private Readers(
      Edge edge,
      List<String> keys,
      int eachSecond,
      Ledger ledger,
      Duration timeout,
      SplittableRandom random) {
    this.edge = edge;
    this.keys = keys;
    this.ledger = ledger;
    this.timeout = timeout;
    this.random = random;
    this.arrivals =
        new Thread(() -> arrive(Duration.ofSeconds(1).dividedBy(eachSecond)), "readers");
    arrivals.setDaemon(true);
  }

  /**
   * Starts to read random keys.
   *
   * @param timeout how long each read waits for the start of the response
   */
  static Readers start(
      Edge edge,
      List<String> keys,
      int eachSecond,
      Ledger ledger,
      Duration timeout,
      SplittableRandom random) {
    Readers readers = new Readers(edge, keys, eachSecond, ledger, timeout, random);
    readers.arrivals.start();
    return readers;
  }

  private void arrive(Duration apart) {
    for (long next = System.nanoTime(); !closed; next += apart.toNanos()) {
      read(keys.get(random.nextInt(keys.size())));
      LockSupport.parkNanos(next + apart.toNanos() - System.nanoTime());
    }
  }

  private void read(String key) {
    long now = System.nanoTime();
    if (!free.tryAcquire()) {
      reads.add(new Read(now, now, false, "none: too many reads are waiting", false));
      return;
    }
    Ledger.Floor floor = ledger.floor(key);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(edge.uri() + "/" + key)).timeout(timeout).build();
    begun.add(
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
            .handle((answer, failure) -> checked(key, floor, now, answer))
            .thenAccept(
                read -> {
                  reads.add(read);
                  free.release();
                }));
  }

  private Read checked(
      String key, Ledger.Floor floor, long begun, @Nullable HttpResponse<byte[]> answer) {
    long ended = System.nanoTime();
    if (answer == null) {
      return new Read(begun, ended, false, "none: the connection broke", false);
    }
    String by = answer.headers().firstValue(Edge.ORIGIN).orElse("edge");
    boolean served = answer.statusCode() == 200;
    boolean retried = answer.headers().firstValue(Edge.TRIES).filter("2"::equals).isPresent();
    if (served) {
      ledger.read(key, floor, by, answer.body());
    }
    return new Read(begun, ended, served, by, retried);
  }

  /** The reads that have ended so far, in no particular order. */
  List<Read> reads() {
    return List.copyOf(reads);
  }

  /**
   * Waits until every read that has begun has ended.
   *
   * @throws java.util.concurrent.CompletionException if a read could not be checked
   */
  void settle() {
    CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new)).join();
    begun.removeIf(CompletableFuture::isDone);
  }

  /** Sends no further read. */
  @Override
  public void close() {
    closed = true;
  }
}
