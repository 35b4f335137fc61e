package dev.understudy.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScopedListingTest {
  private static final List<String> KEYS =
      List.of(".heartbeat/understudy", "a/1", "a/2", "b", "b/1", "b/2", "b/3", "c/1", "d/1");

  private final Bucket bucket = new Bucket();

  @Test
  void isTheListingItselfIfEverythingIsInScope() {
    assertThat(ScopedListing.of(bucket, Scope.ALL)).isSameAs(bucket);
  }

  @Test
  void listsTheKeysInScopeInOrderWhateverThePagesSize() {
    for (int most = 1; most <= KEYS.size(); most++) {
      assertThat(all("", Optional.empty(), most, "d/", "b/", "nothing/"))
          .as("pages of %d", most)
          .containsExactly(".heartbeat/understudy", "b/1", "b/2", "b/3", "d/1");
    }
  }

  @Test
  void asksForNothingBetweenThePrefixes() {
    assertThat(all("", Optional.empty(), 1000, "a/", "d/")).hasSize(4);

    assertThat(bucket.asked).isNotEmpty().doesNotContain("");
    assertThat(bucket.asked).allMatch(List.of(".heartbeat/understudy", "a/", "d/")::contains);
  }

  @Test
  void goesOnAboveAnyKey() {
    assertThat(all("", Optional.of("b/1"), 1, "b/", "d/")).containsExactly("b/2", "b/3", "d/1");
    assertThat(all("", Optional.of("bz"), 1, "b/", "d/")).containsExactly("d/1");
    assertThat(all("", Optional.of("a"), 1, "b/", "d/"))
        .containsExactly("b/1", "b/2", "b/3", "d/1");
  }

  @Test
  void meetsAnAskedForPrefixFromEitherSide() {
    assertThat(all("b/2", Optional.empty(), 1, "b/")).containsExactly("b/2");
    assertThat(all("b", Optional.empty(), 1, "b/")).containsExactly("b/1", "b/2", "b/3");
    assertThat(all("c/", Optional.empty(), 1, "b/")).isEmpty();
  }

  @Test
  void passesOverPagesThatAStoreLeftEmpty() {
    bucket.emptyPagesFirst = 2;

    assertThat(all("", Optional.empty(), 2, "b/", "d/"))
        .containsExactly(".heartbeat/understudy", "b/1", "b/2", "b/3", "d/1");
  }

  private List<String> all(String prefix, Optional<String> after, int most, String... scope) {
    Listing listing = ScopedListing.of(bucket, Scope.of(List.of(scope), Optional.empty()));
    Optional<Listing.Place> place =
        Optional.of(Listing.Place.of(prefix, after.map(ObjectKey::new)));
    List<String> keys = new ArrayList<>();
    while (place.isPresent()) {
      Listing.Page page = listing.page(place.get(), most);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(most);
      page.objects().forEach(object -> keys.add(object.key().value()));
      place = page.next();
    }
    return keys;
  }

  /** As MinIO does, it lists nothing after a key that has not the prefix. */
  private static final class Bucket implements Listing {
    private final List<String> asked = new ArrayList<>();
    private int emptyPagesFirst;

    @Override
    public Page page(Place at, int most) {
      asked.add(at.prefix());
      int empty = at.token().map(Integer::parseInt).orElse(emptyPagesFirst);
      if (empty > 0) {
        return new Page(List.of(), Optional.of(at.next(String.valueOf(empty - 1))));
      }
      if (at.after().filter(key -> !key.value().startsWith(at.prefix())).isPresent()) {
        return new Page(List.of(), Optional.empty());
      }
      Stream<ObjectKey> keys =
          KEYS.stream()
              .filter(key -> key.startsWith(at.prefix()))
              .map(ObjectKey::new)
              .filter(key -> at.after().isEmpty() || key.compareTo(at.after().get()) > 0);
      List<ListedObject> objects =
          keys.map(key -> new ListedObject(key, new ETag("\"e\""), 1, Instant.EPOCH)).toList();
      return objects.size() <= most
          ? new Page(objects, Optional.empty())
          : new Page(
              objects.subList(0, most),
              Optional.of(Place.of(at.prefix(), Optional.of(objects.get(most - 1).key()))));
    }
  }
}
