package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Listing.Page;
import dev.understudy.core.store.Listing.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comparing two buckets rests on, for every listing. Each test has a store of its own. */
public abstract class ListingPageContract {
  /** In the order of their UTF-8 bytes; in that of Java's strings the emoji comes before U+FF5E. */
  private static final List<String> HOSTILE =
      List.of(
          "\u0001control",
          "\u001fcontrol",
          " blank",
          "%",
          "%2B",
          "+",
          "a b+c%d",
          "a&<>\"'",
          "a\u007f",
          "e\u0301",
          "\u00e9",
          "\u6771\u4eac",
          "\uff5e",
          "\ud83d\ude00");

  /** The listing of an empty bucket. */
  protected abstract Listing listing();

  /** Writes an object of one byte. */
  protected abstract void write(ObjectKey key);

  /** Deletes the object, behind a marker where the bucket is versioned. */
  protected abstract void remove(ObjectKey key);

  @Test
  public void listsNothingOfAnEmptyBucket() {
    Page page = listing().page(Place.of("", Optional.empty()), Listing.MAX_KEYS);

    assertThat(page.objects()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  public void listsHostileKeysInTheOrderOfTheirBytesOnPagesOfAnySize() {
    for (int i = HOSTILE.size() - 1; i >= 0; i--) {
      write(new ObjectKey(HOSTILE.get(i)));
    }

    for (int most : new int[] {1, 2, 5, Listing.MAX_KEYS}) {
      assertThat(keys(all("", Optional.empty(), most))).as("pages of %d", most).isEqualTo(HOSTILE);
    }
  }

  @Test
  public void tellsEtagSizeAndTime() {
    write(new ObjectKey("a"));

    ListedObject listed = all("", Optional.empty(), Listing.MAX_KEYS).get(0);

    assertThat(listed.etag().value()).isNotEmpty().doesNotContain("\"");
    assertThat(listed.size()).isEqualTo(1);
    assertThat(listed.lastModified()).isNotNull();
  }

  @Test
  public void beginsAboveAKeyThatNeedNotBeThere() {
    List.of("a", "b", "c", "\uff5e").forEach(key -> write(new ObjectKey(key)));

    assertThat(keys(all("", Optional.of(new ObjectKey("b")), 2))).containsExactly("c", "\uff5e");
    assertThat(keys(all("", Optional.of(new ObjectKey("bb")), 1))).containsExactly("c", "\uff5e");
    assertThat(keys(all("", Optional.of(new ObjectKey("\ud83d\ude00")), 1))).isEmpty();
  }

  @Test
  public void listsWhatBeginsWithAPrefix() {
    List.of("a", "a/1", "a/2", "a/ +%", "b/1").forEach(key -> write(new ObjectKey(key)));
    remove(new ObjectKey("a"));
    List<String> under = List.of("a/ +%", "a/1", "a/2");

    assertThat(keys(all("b/", Optional.empty(), 1))).containsExactly("b/1");
    assertThat(keys(all("a/", Optional.empty(), 1))).isIn(under, List.of());
    assertThat(keys(all("c/", Optional.empty(), 1))).isEmpty();
  }

  @Test
  public void doesNotListWhatWasDeleted() {
    List.of("a", "b", "c").forEach(key -> write(new ObjectKey(key)));
    remove(new ObjectKey("b"));

    assertThat(keys(all("", Optional.empty(), 1))).containsExactly("a", "c");
  }

  @Test
  public void endsWithTheLastKeyWhereThePageIsExactlyFull() {
    IntStream.range(0, 6).forEach(i -> write(new ObjectKey("k" + i)));

    assertThat(all("", Optional.empty(), 3)).hasSize(6);
    assertThat(all("", Optional.empty(), 6)).hasSize(6);
  }

  private List<ListedObject> all(String prefix, Optional<ObjectKey> after, int most) {
    List<ListedObject> found = new ArrayList<>();
    Optional<Place> at = Optional.of(Place.of(prefix, after));
    while (at.isPresent()) {
      Page page = listing().page(at.get(), most);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(most);
      found.addAll(page.objects());
      at = page.next();
    }
    return found;
  }

  private static List<String> keys(List<ListedObject> found) {
    return found.stream().map(listed -> listed.key().value()).toList();
  }
}
