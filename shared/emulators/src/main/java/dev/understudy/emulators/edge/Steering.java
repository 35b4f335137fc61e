package dev.understudy.emulators.edge;

import java.util.List;
import java.util.Optional;

/**
 * Chooses the pool of a request, as with {@code steering_policy = "off"}, {@code
 * failover_across_pools = true}.
 *
 * @param pools in the order of failover
 * @param fallback used if no pool is healthy, whatever its own health
 */
record Steering(List<Pool> pools, Pool fallback) {
  Steering {
    pools = List.copyOf(pools);
  }

  /** The first healthy pool, else the fallback; empty if the fallback is disabled. */
  Optional<Pool> choose() {
    return pools.stream()
        .filter(Pool::isHealthy)
        .findFirst()
        .or(() -> Optional.of(fallback).filter(Pool::isEnabled));
  }

  /** The pool for the retry: the first other healthy one. */
  Optional<Pool> after(Pool failed) {
    return pools.stream().filter(pool -> pool != failed && pool.isHealthy()).findFirst();
  }
}
