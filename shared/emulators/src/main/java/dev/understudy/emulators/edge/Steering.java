package dev.understudy.emulators.edge;

import java.util.List;
import java.util.Optional;

/**
 * Where a request goes: {@code steering_policy = "off"}, {@code failover_across_pools = true}.
 *
 * @param pools in the order of failover
 * @param fallback taken when no pool is healthy, without a look at its own health
 */
record Steering(List<Pool> pools, Pool fallback) {
  Steering {
    pools = List.copyOf(pools);
  }

  /** The first that is healthy; empty only if none is and the fallback is switched off. */
  Optional<Pool> choose() {
    return pools.stream()
        .filter(Pool::isHealthy)
        .findFirst()
        .or(() -> Optional.of(fallback).filter(Pool::isEnabled));
  }

  /** Where to try once more: the next that is healthy. */
  Optional<Pool> after(Pool failed) {
    return pools.stream().filter(pool -> pool != failed && pool.isHealthy()).findFirst();
  }
}
