package dev.understudy.core.config;

import dev.understudy.core.object.HotSet;
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

  /**
   * Within how many days an object must have been read to be in scope; 0 if that does not matter.
   * The environment collects mistakes.
   */
  public static int hotDays(Environment environment) {
    int days = learnedDays(environment);
    return environment.either("HOT_OBJECTS", "learn", "only").equals("only") ? days : 0;
  }

  /** Of how many days the access logs are read; 0 for none. The environment collects mistakes. */
  public static int learnedDays(Environment environment) {
    return environment.integer("HOT_OBJECTS_DAYS", 0, 0, HotSet.MAX_DAYS);
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
