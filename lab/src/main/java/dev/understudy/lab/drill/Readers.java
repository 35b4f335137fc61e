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
 * Readers who come at a steady rate, whether those before them have been served or not: waiting for
 * one answer before asking again would hide most of an outage.
 */
final class Readers implements AutoCloseable {
  private static final int MAX_PARALLEL = 1_000;

  private final Edge edge;
  private final List<String> keys;
  private final Ledger ledger;
  private final Duration patience;
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
      Duration patience,
      SplittableRandom random) {
    this.edge = edge;
    this.keys = keys;
    this.ledger = ledger;
    this.patience = patience;
    this.random = random;
    this.arrivals =
        new Thread(() -> arrive(Duration.ofSeconds(1).dividedBy(eachSecond)), "readers");
    arrivals.setDaemon(true);
  }

  /**
   * Begins to read keys by chance.
   *
   * @param patience how long each waits for the beginning of an answer
   */
  static Readers start(
      Edge edge,
      List<String> keys,
      int eachSecond,
      Ledger ledger,
      Duration patience,
      SplittableRandom random) {
    Readers readers = new Readers(edge, keys, eachSecond, ledger, patience, random);
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
      reads.add(new Read(now, now, false, "nobody: too many readers wait", false));
      return;
    }
    Ledger.Floor floor = ledger.floor(key);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(edge.uri() + "/" + key)).timeout(patience).build();
    begun.add(
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
            .handle((answer, failure) -> judged(key, floor, now, answer))
            .thenAccept(
                read -> {
                  reads.add(read);
                  free.release();
                }));
  }

  private Read judged(
      String key, Ledger.Floor floor, long begun, @Nullable HttpResponse<byte[]> answer) {
    long ended = System.nanoTime();
    if (answer == null) {
      return new Read(begun, ended, false, "nobody: the connection broke", false);
    }
    String by = answer.headers().firstValue(Edge.ORIGIN).orElse("edge");
    boolean served = answer.statusCode() == 200;
    boolean retried = answer.headers().firstValue(Edge.TRIES).filter("2"::equals).isPresent();
    if (served) {
      ledger.read(key, floor, by, answer.body());
    }
    return new Read(begun, ended, served, by, retried);
  }

  /** What has ended so far, in no order. */
  List<Read> reads() {
    return List.copyOf(reads);
  }

  /**
   * Waits until every read that has begun by now has ended.
   *
   * @throws java.util.concurrent.CompletionException if one could not be judged
   */
  void settle() {
    CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new)).join();
    begun.removeIf(CompletableFuture::isDone);
  }

  /** No further reader comes. */
  @Override
  public void close() {
    closed = true;
  }
}
