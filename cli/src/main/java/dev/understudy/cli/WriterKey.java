package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.StandbySecret;
import java.util.List;
import java.util.Map;

/** The access key with which writers write to a promoted standby. */
final class WriterKey {
  private static final String ACCESS_KEY = "WRITER_ACCESS_KEY";
  private static final String SECRET_KEY = "WRITER_SECRET_KEY";

  /** The names of the variables that hold it. */
  static final List<String> VARIABLES = List.of(ACCESS_KEY, SECRET_KEY);

  private WriterKey() {}

  /**
   * The standby's secret with the writers' key; unchanged if no variable names a key.
   *
   * @throws ConfigurationException if only one of the variables is set
   */
  static StandbySecret in(Map<String, String> variables, StandbySecret replicator) {
    String access = variables.getOrDefault(ACCESS_KEY, "");
    String secret = variables.getOrDefault(SECRET_KEY, "");
    if (access.isEmpty() != secret.isEmpty()) {
      throw new ConfigurationException(ACCESS_KEY + " and " + SECRET_KEY + " need each other");
    }
    return access.isEmpty()
        ? replicator
        : new StandbySecret(
            replicator.endpoint(), access, secret, replicator.tls(), replicator.region());
  }
}
