package dev.understudy.core.config;

import dev.understudy.core.object.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the variables of the scope. docs/configuration.md lists them. */
public final class ScopeVariables {
  private static final int ONE_HUNDRED_YEARS = 36_500;

  private ScopeVariables() {}

  /** The configured scope; everything by default. The environment collects mistakes. */
  public static Scope of(Environment environment) {
    int days = environment.integer("REPLICATE_MAX_AGE_DAYS", 0, 0, ONE_HUNDRED_YEARS);
    return of(environment, days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)));
  }

  /** The scope's prefixes, for a function that needs no age. The environment collects mistakes. */
  public static Scope prefixesOf(Environment environment) {
    return of(environment, Optional.empty());
  }

  /** Whether the filter in the primary narrows the scope. The environment collects mistakes. */
  public static boolean isFiltered(Environment environment) {
    return environment.either("REPLICATE_FILTER", "off", "object").equals("object");
  }

  private static Scope of(Environment environment, Optional<Duration> maxAge) {
    List<String> prefixes = environment.list("REPLICATE_PREFIXES");
    try {
      return Scope.of(prefixes, maxAge);
    } catch (IllegalArgumentException e) {
      environment.mistake("REPLICATE_PREFIXES: " + e.getMessage());
      return Scope.ALL;
    }
  }
}
