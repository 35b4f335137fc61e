package dev.understudy.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A listing of the keys 1 to 9, three on a page. */
class BoundedListingTest {
  private final List<String> requested = new ArrayList<>();

  @Test
  void endsWithTheKeyAndRequestsNoPageBeyondIt() {
    assertThat(keysUpTo("5")).containsExactly("1", "2", "3", "4", "5");
    assertThat(requested).containsExactly("", "3");
  }

  @Test
  void endsBelowAKeyThatDoesNotExist() {
    assertThat(keysUpTo("50")).containsExactly("1", "2", "3", "4", "5");
    assertThat(keysUpTo("0")).isEmpty();
    assertThat(keysUpTo("a")).hasSize(9);
  }

  @Test
  void findsOutOnTheNextPageThatAPageEndedWithTheKey() {
    assertThat(keysUpTo("6")).hasSize(6);
    assertThat(requested).containsExactly("", "3", "6");
  }

  private List<String> keysUpTo(String last) {
    Listing listing = new BoundedListing(this::page, new ObjectKey(last));
    List<String> keys = new ArrayList<>();
    Optional<Listing.Place> at = Optional.of(Listing.Place.of("", Optional.empty()));
    while (at.isPresent()) {
      Listing.Page page = listing.page(at.get(), 3);
      page.objects().forEach(object -> keys.add(object.key().value()));
      at = page.next();
    }
    return keys;
  }

  private Listing.Page page(Listing.Place at, int limit) {
    String after = at.after().map(ObjectKey::value).orElse("");
    requested.add(after);
    int first = after.isEmpty() ? 1 : Integer.parseInt(after) + 1;
    List<ListedObject> objects = new ArrayList<>();
    for (int i = first; i < first + limit && i <= 9; i++) {
      objects.add(new ListedObject(new ObjectKey("" + i), ETag.md5(new byte[0]), 1, Instant.EPOCH));
    }
    int last = first + limit - 1;
    return new Listing.Page(
        objects,
        last >= 9
            ? Optional.empty()
            : Optional.of(Listing.Place.of("", Optional.of(new ObjectKey("" + last)))));
  }
}
