package dev.understudy.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** Switches replication off while writers write to the standby, and on again. */
@Command(
    name = "promote",
    description = {
      "Switches replication off, so that writers can write to the standby.",
      "The fence comes first: `understudy-bootstrap --promote` on the droplet locks the replicator",
      "out. This command checks that, sets the parameter Promoted of the stack, and checks what",
      "the functions run with. It can be repeated at any time. --undo switches replication on",
      "again."
    },
    footer = {
      "",
      "Exit codes: 1 if the fence is missing, or if a function runs with the other setting.",
      "",
      "Examples:",
      "  understudy promote --stack understudy-prod",
      "  understudy promote --stack understudy-prod --undo --yes"
    })
final class PromoteCommand implements Callable<Integer> {
  private static final String FENCE = "fence";

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--undo", description = "Switches replication on again.")
  private boolean undo;

  @Option(names = "--yes", description = "Confirms the change. Otherwise the command asks.")
  private boolean yes;

  @Option(
      names = "--without-fence",
      description = "Does not ask the standby, for one that cannot disable an access key.")
  private boolean withoutFence;

  @Override
  public Integer call() {
    Installation installation = options.installation();
    Map<String, Object> shown = new LinkedHashMap<>();
    if (!isFenceAsNeeded(installation, shown)) {
      shown.put(
          "toDo",
          "run understudy-bootstrap %s on the droplet, and repeat this command"
              .formatted(undo ? "--demote" : "--promote"));
      options.output().print(shown);
      return ExitCode.FINDING;
    }
    if (installation.stack().isEmpty()) {
      shown.put("functions", "a local stack has no parameter Promoted; the fence is sufficient");
      options.output().print(shown);
      return ExitCode.OK;
    }
    return promote(installation, shown);
  }

  /** A promotion needs a locked standby; its end, one that accepts the replicator. */
  private boolean isFenceAsNeeded(Installation installation, Map<String, Object> shown) {
    if (withoutFence) {
      shown.put(FENCE, "not checked");
      return true;
    }
    boolean closed = Fence.isClosed(installation);
    shown.put(
        FENCE, "the standby %s the replicator's key".formatted(closed ? "rejects" : "accepts"));
    return closed != undo;
  }

  private int promote(Installation installation, Map<String, Object> shown) {
    String wanted = String.valueOf(!undo);
    String stack = installation.stack().orElseThrow();
    Confirmation.require(
        yes,
        "--yes",
        "This sets Promoted=%s in the stack %s and publishes a version of each function."
            .formatted(wanted, stack));
    try (StackPromotion promotion = new StackPromotion(installation)) {
      boolean done = promotion.running().values().stream().allMatch(wanted::equals);
      if (!done) {
        options.output().note("updating the stack %s; this takes minutes".formatted(stack));
        promotion.set(!undo);
      }
      Map<String, String> running = promotion.running();
      shown.put("promoted", running);
      options.output().print(shown);
      return ExitCode.finding(!running.values().stream().allMatch(wanted::equals));
    } catch (SdkException e) {
      options
          .output()
          .note(
              "the stack was not updated. Leave the fence as it is, and repeat this command."
                  + " `aws cloudformation describe-stack-events --stack-name %s` has the reason"
                      .formatted(stack));
      throw e;
    }
  }
}
