package dev.understudy.cli;

import dev.understudy.cli.plan.BucketSize;
import dev.understudy.core.config.ConfigurationException;
import java.math.BigDecimal;
import picocli.CommandLine.Option;

/** The options of a plan that lists no bucket. They need each other. */
final class PlanSize {
  @Option(
      names = "--keys",
      paramLabel = "N",
      required = true,
      description = "Plans for this many keys, such as 1e9, without a bucket.")
  private BigDecimal keys = BigDecimal.ZERO;

  @Option(
      names = "--bytes",
      paramLabel = "M",
      required = true,
      description = "The bytes of all these keys.")
  private BigDecimal bytes = BigDecimal.ZERO;

  /**
   * @throws ConfigurationException that names the option that is out of bounds
   */
  BucketSize bucket() {
    return BucketSize.of(keys, bytes);
  }
}
