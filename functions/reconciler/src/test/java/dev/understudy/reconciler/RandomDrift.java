package dev.understudy.reconciler;

import dev.understudy.core.object.KeyRules;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Random keys on both sides of a fixture, some of them wrong. */
final class RandomDrift {
  private static final List<String> LETTERS =
      List.of(
          "a",
          "b/",
          "c/",
          "%",
          "+",
          " ",
          "%2B",
          "\u0001",
          "\u001f",
          "\u00e9",
          "e\u0301",
          "\uff5e",
          "\ud83d\ude00",
          "\u6771");

  private final ReconcilerFixture fixture;
  private final Set<String> missingOrStale = new TreeSet<>();
  private final Set<String> orphans = new TreeSet<>();

  RandomDrift(ReconcilerFixture fixture) {
    this.fixture = fixture;
  }

  /** The keys that are wrong and can be found. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>(missingOrStale);
    keys.addAll(orphans);
    return keys;
  }

  /** Each key is equal, or wrong in one of all ways. */
  void fill(Random random, int number) {
    Set<String> names = new TreeSet<>();
    while (names.size() < number) {
      StringBuilder name = new StringBuilder();
      for (int i = 0; i <= random.nextInt(5); i++) {
        name.append(LETTERS.get(random.nextInt(LETTERS.size())));
      }
      if (KeyRules.refusal(new ObjectKey(name.toString())).isEmpty()) {
        names.add(name.toString());
      }
    }
    for (String name : names) {
      switch (random.nextInt(12)) {
        case 0 -> {
          fixture.write(name, "missing");
          missingOrStale.add(name);
        }
        case 1 -> {
          fixture.replicated(name, "old");
          fixture.clock.move(Duration.ofSeconds(2));
          fixture.write(name, "stale");
          missingOrStale.add(name);
        }
        case 2 -> {
          fixture.replicated(name, "x");
          fixture.tamper(name);
          missingOrStale.add(name);
        }
        case 3 -> {
          fixture.foreign(name);
          orphans.add(name);
        }
        case 4 -> {
          fixture.replicated(name, "x");
          fixture.standby.delete(new ObjectKey(name), fixture.clock.instant());
          missingOrStale.add(name);
        }
        case 5 -> {
          fixture.replicated(name, "x");
          fixture.primary.delete(new ObjectKey(name));
          fixture.replicate(name);
        }
        default -> fixture.replicated(name, "x");
      }
    }
    // What the standby does not list cannot be seen as an orphan: it lies under another name.
    orphans.removeIf(this::isHidden);
  }

  private boolean isHidden(String name) {
    return fixture.standby.page(Listing.Place.of(name, Optional.empty()), 1).objects().stream()
        .noneMatch(listed -> listed.key().value().equals(name));
  }
}
