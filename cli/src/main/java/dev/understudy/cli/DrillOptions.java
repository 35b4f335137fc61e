package dev.understudy.cli;

import dev.understudy.cli.drill.CloudflarePools;
import dev.understudy.cli.drill.Drill;
import dev.understudy.cli.drill.ServingOrigin;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The options of both drills. */
final class DrillOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The public URL. Default: the parameter PublicUrl of the stack.")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--account",
      paramLabel = "ID",
      required = true,
      description = "The Cloudflare account; $CLOUDFLARE_API_TOKEN has a token for it.")
  private String account = "";

  @Option(
      names = "--standby",
      paramLabel = "ID",
      required = true,
      description = {
        "The standby's pool, as in the output pool_ids. No drill begins unless the edge",
        "considers it healthy."
      })
  private String standby = "";

  @Option(
      names = "--worst",
      paramLabel = "SECONDS",
      description = "The output rto_worst_seconds. A longer RTO fails the drill.")
  private Optional<Long> worst = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      description = "How long to wait for each change of origin. Default: ${DEFAULT-VALUE}")
  private long limit = 300;

  @Option(
      names = "--dry-run",
      description = "Checks the preconditions, shows what would be done, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Confirms the drill. Otherwise the command asks.")
  private boolean yes;

  /**
   * @throws ConfigurationException if an option is wrong
   */
  void verify() {
    CloudflarePools.requireId("--standby", standby);
    if (limit < 1 || worst.orElse(1L) < 1) {
      throw new ConfigurationException("--limit and --worst must be at least 1");
    }
  }

  /**
   * What readers use.
   *
   * @throws ConfigurationException if it is missing, or no public URL
   */
  ServingOrigin edge(CommonOptions.Source source) {
    Environment environment = new Environment(source.variables());
    Optional<URI> configured = url.or(() -> environment.url("PUBLIC_URL"));
    environment.verify();
    URI used =
        configured.orElseThrow(
            () -> new ConfigurationException("--url is missing: give the public URL"));
    if (!isPublic(used)) {
      throw new ConfigurationException(
          "--url must look like https://host, but is \"%s\"".formatted(used));
    }
    return new ServingOrigin(used);
  }

  /** Plain HTTP is for a stack on this machine. */
  private static boolean isPublic(URI url) {
    boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    return http
        && url.getHost() != null
        && url.getRawQuery() == null
        && !StandbySecret.isExposed(url);
  }

  /**
   * The pools at the edge.
   *
   * @throws ConfigurationException if the token is missing
   */
  CloudflarePools pools(CommonOptions options, CommonOptions.Source source) {
    Environment environment = new Environment(source.variables());
    Optional<URI> endpoint = environment.endpoint("CLOUDFLARE_ENDPOINT");
    environment.verify();
    endpoint
        .filter(StandbySecret::isExposed)
        .ifPresent(
            exposed -> {
              throw new ConfigurationException(
                  "CLOUDFLARE_ENDPOINT must use https, because requests have a token");
            });
    return new CloudflarePools(endpoint, account, options.process());
  }

  String standby() {
    return standby;
  }

  OptionalLong worst() {
    return worst.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  Drill.Settings settings() {
    return Drill.Settings.of(Duration.ofSeconds(limit));
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean yes() {
    return yes;
  }
}
