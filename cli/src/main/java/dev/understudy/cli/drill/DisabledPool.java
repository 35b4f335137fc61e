package dev.understudy.cli.drill;

import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;

/** Disables the primary's pool: does traffic go to the standby? */
public final class DisabledPool implements Disruption {
  private final CloudflarePools pools;
  private final String pool;

  private DisabledPool(CloudflarePools pools, String pool) {
    this.pools = pools;
    this.pool = pool;
  }

  /**
   * Prepares the change, and makes none.
   *
   * @throws ConfigurationException if the pool is disabled already
   * @throws IOException if Cloudflare cannot be reached or rejects the request
   */
  public static DisabledPool of(CloudflarePools pools, String pool) throws IOException {
    if (!pools.isEnabled(pool)) {
      throw new ConfigurationException(
          "the pool %s is disabled already: enable it first, or check --pool".formatted(pool));
    }
    return new DisabledPool(pools, pool);
  }

  @Override
  public String description() {
    return "The drill disables the pool %s at the edge, and enables it again.".formatted(pool);
  }

  @Override
  public void begin() throws IOException {
    pools.enable(pool, false);
  }

  @Override
  public void restore() throws IOException {
    pools.enable(pool, true);
  }

  @Override
  public String restoreByHand() {
    return pools.commandToEnable(pool);
  }
}
