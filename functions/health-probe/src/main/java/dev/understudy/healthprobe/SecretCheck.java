package dev.understudy.healthprobe;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Checks that the standby accepts the published secret, with one signed read. A new droplet has
 * another authority and another access key, and a rotation has another access key. Until its secret
 * is published, the standby answers and refuses the functions.
 */
final class SecretCheck implements Check {
  private static final String REMEDY =
      "Publish the droplet's secret with scripts/publish-credentials";

  private final Supplier<? extends Standby> standby;

  SecretCheck(Supplier<? extends Standby> standby) {
    this.standby = standby;
  }

  /**
   * @throws StoreException if the standby does not answer, so that nothing is known of the secret
   */
  @Override
  public Observation run(Duration timeout) {
    try {
      var unused = standby.get().read(ReservedKeys.HEARTBEAT);
      return Observation.of().with("accepted", true);
    } catch (StoreException.Unavailable e) {
      if (e.newerSecretMayHelp() && e.isClientError()) {
        return refused("The standby rejects the published secret", e);
      }
      if (causes(e).anyMatch(CertificateException.class::isInstance)) {
        return refused("The published secret does not trust the standby's certificate", e);
      }
      throw e;
    }
  }

  private static Observation refused(String what, StoreException e) {
    return Observation.failed("%s (%s). %s".formatted(what, e.getMessage(), REMEDY))
        .with("accepted", false);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
  }
}
