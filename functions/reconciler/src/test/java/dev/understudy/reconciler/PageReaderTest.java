package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far a reader runs ahead, and what it believes. */
class PageReaderTest {
  private static final int PAGES = 1000;
  private static final int ON_A_PAGE = 1000;

  private final ExecutorService fetcher = Executors.newSingleThreadExecutor();
  private final AtomicInteger fetched = new AtomicInteger();

  @AfterEach
  void stop() {
    fetcher.shutdownNow();
  }

  /** A million keys. */
  @Test
  void holdsFivePagesHoweverManyKeysThereAre() {
    PageReader reader = reader(this::nextPage);

    for (int key = 0; key < PAGES * ON_A_PAGE; key++) {
      assertThat(reader.next()).isNotNull();
      assertThat(fetched.get()).isLessThanOrEqualTo(key / ON_A_PAGE + PageReader.MAX_PAGES);
    }
    assertThat(reader.next()).isNull();
  }

  @Test
  void fetchesOnWhileAKeyIsCheckedButNotBeyondFivePages() {
    PageReader reader = reader(this::nextPage);
    reader.next();

    await().until(() -> fetched.get() == PageReader.MAX_PAGES);
    reader.close();
    awaitFreeThread();
    assertThat(fetched).hasValue(PageReader.MAX_PAGES);
  }

  @Test
  void readsWhatWasListedBeforeItFails() {
    StoreException failure = new StoreException.Unavailable("503", false, null);
    PageReader reader =
        reader(
            (at, most) -> {
              if (fetched.get() == 2) {
                throw failure;
              }
              return nextPage(at, most);
            });

    await().until(reader::failed);
    for (int key = 0; key < 2 * ON_A_PAGE; key++) {
      assertThat(reader.next()).isNotNull();
    }
    assertThatThrownBy(reader::next).isSameAs(failure);
  }

  @Test
  void endsTheRunIfThePageDoesNotFitIntoMemory() {
    OutOfMemoryError error = new OutOfMemoryError("a test");
    PageReader reader =
        reader(
            (at, most) -> {
              throw error;
            });

    assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class).hasCause(error);
  }

  @Test
  void leavesItsThreadAndFetchesNothingMoreOnceClosed() {
    CountDownLatch answer = new CountDownLatch(1);
    PageReader reader =
        reader(
            (at, most) -> {
              Listing.Page page = nextPage(at, most);
              awaitQuietly(answer);
              return page;
            });
    await().until(() -> fetched.get() == 1);

    reader.close();
    answer.countDown();

    awaitFreeThread();
    assertThat(fetched).hasValue(1);
  }

  /** As a socket: an interrupt does not end it. */
  private static void awaitQuietly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitFreeThread() {
    assertThat(fetcher.submit(() -> {})).succeedsWithin(Duration.ofSeconds(10));
  }

  private PageReader reader(Listing listing) {
    return reader(listing, fetcher);
  }

  private static PageReader reader(Listing listing, ExecutorService threads) {
    return new PageReader(listing, Listing.Place.of("", Optional.empty()), ON_A_PAGE, threads);
  }

  private Listing.Page nextPage(Listing.Place at, int most) {
    return page(fetched.getAndIncrement(), at);
  }

  private static Listing.Page page(int number, Listing.Place at) {
    List<ListedObject> objects =
        IntStream.range(number * ON_A_PAGE, (number + 1) * ON_A_PAGE)
            .mapToObj(PageReaderTest::listed)
            .toList();
    return new Listing.Page(
        objects, number + 1 < PAGES ? Optional.of(at.next("" + number)) : Optional.empty());
  }

  private static ListedObject listed(int number) {
    return new ListedObject(
        new ObjectKey("key-%09d".formatted(number)), new ETag("e"), 1, Instant.EPOCH);
  }

  /** Each side's page is fetched only while the other side fetches the same one. */
  @Test
  void fetchesTheNextPageOfBothSidesAtTheSameTime() {
    ExecutorService both = Executors.newFixedThreadPool(2);
    CyclicBarrier fetching = new CyclicBarrier(2);
    try {
      MergeJoin join = new MergeJoin(meeting(fetching, both), meeting(fetching, both));
      int pairs = 0;
      while (join.next().isPresent()) {
        pairs++;
      }
      assertThat(pairs).isEqualTo(3 * ON_A_PAGE);
    } finally {
      both.shutdownNow();
    }
  }

  private static PageReader meeting(CyclicBarrier fetching, ExecutorService threads) {
    AtomicInteger fetched = new AtomicInteger();
    Listing listing =
        (at, most) -> {
          meet(fetching);
          int number = fetched.getAndIncrement();
          Listing.Page page = page(number, at);
          return number < 2 ? page : new Listing.Page(page.objects(), Optional.empty());
        };
    return reader(listing, threads);
  }

  private static void meet(CyclicBarrier fetching) {
    try {
      fetching.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new StoreException.Unavailable("The other side fetches no page", false, e);
    }
  }

  @Test
  void believesNoListingInAnotherOrder() {
    Listing disordered =
        (at, most) -> new Listing.Page(List.of(listed(2), listed(1)), Optional.empty());
    PageReader reader = reader(disordered);

    assertThatThrownBy(reader::next)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("not the order of UTF-8 bytes");
    assertThat(reader.failed()).isTrue();
  }
}
