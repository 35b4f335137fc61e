package dev.understudy.cli;

import dev.understudy.cli.drill.CloudflarePools;
import dev.understudy.cli.drill.DisabledPool;
import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests the path to the standby. */
@Command(
    name = "steering",
    description = {
      "Disables the primary's pool at the edge: does traffic go to the standby? Measures how",
      "long readers wait, and enables the pool again, also after Ctrl-C. Ends after 15 failed",
      "requests in a row."
    },
    footer = {
      "",
      "CLOUDFLARE_API_TOKEN needs Load Balancing: Monitors and Pools (write).",
      "",
      "Exit codes: 1 if the drill failed, 2 if it was not begun, 4 if the pool could not be",
      "enabled again; the command then prints how to do that by hand.",
      "",
      "Examples:",
      "  understudy drill steering --stack understudy-prod --account ID --standby ID --pool ID",
      "  understudy drill steering --url https://assets.example.org --account ID --standby ID \\",
      "    --pool ID --dry-run"
    })
final class DrillSteeringCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private DrillOptions drill = new DrillOptions();

  @Option(
      names = "--pool",
      paramLabel = "ID",
      required = true,
      description = "The primary's pool, as in the output pool_ids.")
  private String pool = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    CloudflarePools.requireId("--pool", pool);
    if (pool.equals(drill.standby())) {
      throw new ConfigurationException("--pool must be the primary's pool, not the standby's");
    }
    DrillSession session = DrillSession.of(options, drill);
    session.requireReady();
    return session.run("steering", DisabledPool.of(session.pools(), pool));
  }
}
