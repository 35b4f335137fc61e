package dev.understudy.cli;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.StandbySecrets;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.object.Scope;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code understudy doctor} checks: an installation, or a standby alone.
 *
 * @param wiring empty if only a standby is named
 * @param scope the keys whose events must reach the changes queue
 * @param learnedDays of how many days the access logs are read; 0 for none
 * @param servers the addresses that readers and the edge use, by name
 */
record DoctorTarget(
    StandbySecret standby,
    String standbyBucket,
    Optional<Installation> wiring,
    Scope scope,
    int learnedDays,
    Map<String, URI> servers) {

  /**
   * Reads the variables that docs/cli.md lists. Without PRIMARY_BUCKET, the variables of the
   * standby suffice.
   *
   * @throws ConfigurationException that lists what is missing or wrong
   */
  static DoctorTarget of(CommonOptions.Source source) {
    Map<String, String> variables = new TreeMap<>(source.variables());
    boolean wired = variables.containsKey("PRIMARY_BUCKET");
    if (!wired && !variables.containsKey("STANDBY_SECRET_ID")) {
      // No AWS service is asked.
      variables.putIfAbsent("AWS_REGION", StandbySecret.DEFAULT_REGION);
    }
    Environment environment = new Environment(variables);
    AwsAccess aws = AwsAccess.of(environment);
    String bucket = environment.required("STANDBY_BUCKET");
    var secret = StandbySecrets.of(environment, aws);
    Scope scope = ScopeVariables.prefixesOf(environment);
    int learnedDays = ScopeVariables.learnedDays(environment);
    Map<String, URI> servers = new LinkedHashMap<>();
    environment.url("PRIMARY_HEALTH_URL").ifPresent(url -> servers.put("primary origin", url));
    environment.url("STANDBY_HEALTH_URL").ifPresent(url -> servers.put("standby origin", url));
    environment.url("PUBLIC_URL").ifPresent(url -> servers.put("edge", url));
    environment.verify();
    Optional<Installation> wiring =
        wired ? Optional.of(Installation.of(variables, source.stack())) : Optional.empty();
    return new DoctorTarget(secret.get(), bucket, wiring, scope, learnedDays, servers);
  }

  /** Where the functions reach the primary. */
  static URI primary(Deployment deployment) {
    return deployment
        .primaryEndpoint()
        .orElseGet(
            () ->
                URI.create("https://s3.%s.amazonaws.com".formatted(deployment.aws().regionName())));
  }
}
