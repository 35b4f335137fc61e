package dev.understudy.cli;

import dev.understudy.cli.plan.Prices;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.Limits;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Filter;
import dev.understudy.core.object.FilterException;
import dev.understudy.core.object.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a plan is calculated with.
 *
 * @param source of the variables, before the scope of the stack was added
 * @param scopes the scope in force
 * @param filter the filter that is planned in place of the one in force
 */
record PlanSettings(
    CommonOptions.Source source,
    Environment environment,
    ScopeSource scopes,
    Optional<Filter> filter,
    Limits limits,
    Prices prices) {

  /**
   * Reads the variables and the files.
   *
   * @throws ConfigurationException that names what is wrong
   */
  static PlanSettings read(
      CommonOptions.Source source, Optional<Path> filter, Optional<Path> prices) {
    Environment environment = new Environment(variables(source));
    return new PlanSettings(
        source,
        environment,
        ScopeSource.of(
            ScopeVariables.of(environment),
            ScopeVariables.isFiltered(environment),
            ScopeVariables.hotDays(environment),
            Clock.systemUTC()),
        filter.map(PlanSettings::parse),
        Limits.of(environment),
        Prices.load(prices));
  }

  /** With the whole scope: a deployed stack has its maximum age in another function. */
  private static Map<String, String> variables(CommonOptions.Source source) {
    Map<String, String> variables = new TreeMap<>(source.variables());
    source
        .stack()
        .filter(stack -> !variables.containsKey(StackSettings.MAX_AGE))
        .flatMap(stack -> StackSettings.maxAgeDays(stack, variables))
        .ifPresent(days -> variables.put(StackSettings.MAX_AGE, days));
    return variables;
  }

  /**
   * What the last 24 hours of the stack cost, or why that cannot be read; empty without a stack.
   */
  Optional<Object> lastDay() {
    return source.stack().map(stack -> costs());
  }

  /** A stack whose costs cannot be read has a plan nevertheless. */
  private Object costs() {
    try {
      return new StackCosts(source.installation(), prices).read();
    } catch (RuntimeException e) {
      return "cannot be read: " + Failures.message(e);
    }
  }

  private static Filter parse(Path file) {
    try {
      return Filter.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ConfigurationException("--filter %s cannot be read".formatted(file));
    } catch (FilterException e) {
      throw new ConfigurationException("--filter %s: %s".formatted(file, e.getMessage()));
    }
  }

  /** The scope with the planned filter, if there is one. */
  Scope planned(Scope present) {
    return filter.map(present::with).orElse(present);
  }
}
