package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StandbyCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StandbyCheckTest {
  private final InMemoryStandby standby = new InMemoryStandby();
  private final StandbyCheck check = new StandbyCheck(standby);

  @Test
  void findsThatAVersionedMinioKeepsEverything() {
    assertThat(check.run()).hasValue(new StandbyCheck.Findings(true, true, true));
  }

  @Test
  void findsTheSameEachTimeAndAfterSomebodyDeletedItsKey() {
    for (int i = 0; i < 3; i++) {
      assertThat(check.run()).hasValue(new StandbyCheck.Findings(true, true, true));
    }
    standby.delete(ReservedKeys.STANDBY_CHECK, Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(check.run()).hasValue(new StandbyCheck.Findings(true, true, true));
  }

  /** MinIO cannot list a page of an encrypted bucket with an ETag of any other form. */
  @Test
  void writesEtagsThatAnEncryptedBucketCanList() {
    List<String> etags = new ArrayList<>();
    standby.after(
        (operation, key) -> {
          if (operation.equals("put")) {
            standby
                .page(Listing.Place.of("", Optional.empty()), 10)
                .objects()
                .forEach(listed -> etags.add(listed.etag().value()));
          }
        });

    check.run();

    assertThat(etags).hasSizeGreaterThan(1).allMatch(etag -> etag.matches("[0-9a-f]{32}"));
  }

  @Test
  void saysNothingIfAnotherEnvironmentChecksAtTheSameTime() {
    AtomicBoolean once = new AtomicBoolean();
    standby.before(
        (operation, key) -> {
          if (operation.equals("put") && once.compareAndSet(false, true)) {
            new StandbyCheck(standby).run();
          }
        });

    assertThat(check.run()).isEmpty();
  }
}
