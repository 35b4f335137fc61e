package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.note.Notes;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Dialect;
import dev.understudy.emulators.time.ManualClock;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** An upgrade of the standby changes its dialect while environments are warm. */
class UpgradedStandbyTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryPrimary primary = new InMemoryPrimary(clock);
  private final InMemoryStandby standby = new InMemoryStandby();

  @Test
  void isNoticedByAConnectionThatIsOpen() {
    StoreConnections.Connection connection =
        new StoreConnections.Connection(
            new StandbySecret(URI.create("https://standby.test"), "ak", "sk", TlsMaterial.NONE),
            new BothStores(primary, primary, standby, standby, HeldLabels.MINIO, () -> {}),
            new PartSettings(5 << 20, 3, 64 << 20),
            ScopeSource.of(Scope.ALL),
            clock);
    Converge before = connection.converge();
    Dialect upgraded = new Dialect(Dialect.MINIO.features(), true);
    assertThat(
            new Notes(standby, clock)
                .open(ReservedKeys.DIALECT_NOTE)
                .write(DialectNote.content(upgraded, clock.instant())))
        .isTrue();
    assertThat(connection.converge()).isSameAs(before);

    clock.move(Duration.ofMinutes(11));

    assertThat(connection.converge()).isNotSameAs(before);
    assertThat(connection.dialect()).isEqualTo(upgraded);
  }
}
