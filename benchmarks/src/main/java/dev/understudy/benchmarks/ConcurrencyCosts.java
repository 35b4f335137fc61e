package dev.understudy.benchmarks;

/**
 * What a new object of 4 KiB costs, for {@link ConcurrencyModel}. docs/performance.md has the
 * sources.
 *
 * @param latencyMillis of an answer of either side on an idle server
 * @param functionMillis CPU of the function per object, in batches of ten
 * @param headMillis CPU of the standby for the HEAD of a missing key, TLS included
 * @param putMillis CPU of the standby for a PUT, TLS included
 * @param rejectMillis CPU of the standby for a request that it rejects
 * @param cores of the standby
 * @param maxRequests in progress at the standby; MinIO answers further ones with 429
 * @param keys of a batch, all at the same time
 */
record ConcurrencyCosts(
    double latencyMillis,
    double functionMillis,
    double headMillis,
    double putMillis,
    double rejectMillis,
    int cores,
    int maxRequests,
    int keys) {

  /** The standby that Terraform creates: 2 vCPUs and 4 GiB. */
  static final ConcurrencyCosts MEASURED =
      new ConcurrencyCosts(20, 3.1, 0.3, 1.5, 0.1, 2, 1_000, 10);

  /** A standby with more cores, and as much more memory. */
  ConcurrencyCosts withCores(int count) {
    return new ConcurrencyCosts(
        latencyMillis,
        functionMillis,
        headMillis,
        putMillis,
        rejectMillis,
        count,
        maxRequests * count / cores,
        keys);
  }

  /** Objects per second at which the standby's cores are busy all the time. */
  double standbyObjectsPerSecond() {
    return cores * 1_000 / (headMillis + putMillis);
  }
}
