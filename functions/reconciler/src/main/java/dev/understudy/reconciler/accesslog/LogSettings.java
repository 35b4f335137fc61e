package dev.understudy.reconciler.accesslog;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.ScopeVariables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the access logs are, and how to read them. docs/configuration.md has the table.
 *
 * @param days how many days back the log files are read when the set of hot keys is begun
 * @param bucket holds the log files; it belongs to the owner of the primary and is in its region
 * @param prefix of the names of the log files
 * @param primary the primary bucket; server access logs of another bucket do not count
 * @param hosts requests to other hosts do not count; empty for all hosts
 * @param keyPrefix what a key has before the path of a URL
 * @param ignored a request does not count if its line contains one of these texts
 */
public record LogSettings(
    int days,
    LogFormat format,
    String bucket,
    String prefix,
    String primary,
    List<String> hosts,
    String keyPrefix,
    List<String> ignored) {

  /**
   * Reads the variables. The environment collects mistakes.
   *
   * @return empty if no logs are to be read
   */
  public static Optional<LogSettings> of(Environment environment, String primary) {
    int days = ScopeVariables.learnedDays(environment);
    String format = environment.oneOf("HOT_OBJECTS_LOG_FORMAT", LogFormat.labels());
    Optional<String> bucket = environment.optional("HOT_OBJECTS_LOG_BUCKET");
    LogSettings settings =
        new LogSettings(
            days,
            LogFormat.valueOf(format.toUpperCase(Locale.ROOT)),
            bucket.orElse(""),
            environment.optional("HOT_OBJECTS_LOG_PREFIX").orElse(""),
            primary,
            environment.list("HOT_OBJECTS_HOSTS"),
            environment.optional("HOT_OBJECTS_KEY_PREFIX").orElse(""),
            environment.list("HOT_OBJECTS_IGNORE"));
    if (days > 0 && bucket.isEmpty()) {
      environment.mistake("HOT_OBJECTS_LOG_BUCKET is missing, and HOT_OBJECTS_DAYS needs it");
    }
    return days > 0 ? Optional.of(settings) : Optional.empty();
  }

  boolean countsHost(String host) {
    return hosts.isEmpty() || hosts.contains(host);
  }

  boolean ignores(String line) {
    return ignored.stream().anyMatch(line::contains);
  }
}
