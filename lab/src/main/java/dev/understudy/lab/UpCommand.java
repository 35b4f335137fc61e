package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.StartupMessage;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.page.LocalPage;
import dev.understudy.lab.stack.Installation;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code make up}: keeps the stack running for the user's own clients until Ctrl-C or SIGTERM.
 * {@code STANDBYS} is the number of standbys. While the stack is ready, {@link StackFiles} hold its
 * endpoints and access keys, the first at the path that the system property {@code stack.env}
 * names.
 */
public final class UpCommand {
  private static final String ENVIRONMENT_FILE = "target/stack.env";
  private static final String LOG_FILE = "target/stack.log";

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private UpCommand() {}

  public static void main(String[] arguments) {
    CommandLine.logTo(LOG_FILE);
    UpCommand up = new UpCommand();
    int status = CommandLine.run(up::run);
    up.stopped.countDown();
    if (status != 0) {
      System.exit(status);
    }
  }

  private int run() throws InterruptedException {
    Path path = Path.of(System.getProperty("stack.env", ENVIRONMENT_FILE));
    Terminal terminal = CommandLine.terminal();
    long start = System.nanoTime();
    terminal.line(StartupMessage.log(CommandLine.logFile()));
    Environment environment = new Environment(System.getenv());
    int pagePort = environment.integer("PAGE_PORT", 0, 0, 65_535);
    StackConfig config = StackConfig.of(environment);
    try (StackFiles files = new StackFiles(path);
        Installation installation =
            Installation.start(config, StackTimings.steady(), terminal::line);
        LocalPage page = LocalPage.start(installation.stacks(), pagePort)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
      files.write(installation);
      StartupMessage.of(installation.stacks(), start).forEach(terminal::line);
      terminal.line(Formats.row("edge", edge(page)));
      terminal.line(Formats.row("page", page.uri().toString()));
      installation.stacks().forEach(stack -> functions(stack).forEach(terminal::line));
      guide(installation, files).forEach(terminal::line);
      warn(config, terminal);
      stopping.await();
      terminal.line("");
      installation
          .stacks()
          .forEach(stack -> terminal.line("stopping %s".formatted(summary(stack))));
    }
    terminal.line("stopped");
    return 0;
  }

  private static void warn(StackConfig config, Terminal terminal) {
    if (config.listenAddress().isOpen()) {
      terminal.line(
          "Warning: other machines can reach these servers, and their access keys are public.");
    }
  }

  /** Exits with 0 after a signal: the JVM's own exit status would be that of the signal. */
  private void stop() {
    stopping.countDown();
    try {
      stopped.await();
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String summary(Stack stack) {
    return "%s: %.0f copied, %.0f relabeled, %.0f deleted, %.0f already in sync, %.0f parked"
        .formatted(
            stack.name(),
            stack.metric("Copied").count(),
            stack.metric("Relabeled").count(),
            stack.metric("Deleted").count(),
            stack.metric("InSync").count(),
            stack.metric("Parked").count());
  }

  private static String edge(LocalPage page) {
    return page.edge().map(URI::toString).orElse("none: the primary is a real server");
  }

  private static List<String> functions(Stack stack) {
    Map<String, String> variables = stack.variables();
    return List.of(
        Formats.row(
            "Lambda" + stack.name().suffix(),
            "%s, functions %s, %s and %s"
                .formatted(
                    variables.get("LAMBDA_ENDPOINT"),
                    Stack.FUNCTION,
                    Stack.RECONCILER,
                    Stack.PROBE)),
        Formats.row(
            "CloudWatch" + stack.name().suffix(),
            String.valueOf(variables.get("CLOUDWATCH_ENDPOINT"))));
  }

  private static List<String> guide(Installation installation, StackFiles files) {
    List<String> lines = new ArrayList<>();
    for (Stack stack : installation.stacks().subList(1, installation.stacks().size())) {
      lines.add(
          Formats.row(
              "variables" + stack.name().suffix(),
              "%1$s, as in: understudy status --env %1$s".formatted(files.shell(stack.name()))));
    }
    lines.addAll(
        List.of(
            "",
            "In another shell:",
            "  make probe",
            "  set -a; . %s; set +a".formatted(files.shell(installation.first().name())),
            "  aws s3 cp README.md s3://$PRIMARY_BUCKET/ --endpoint-url $PRIMARY_ENDPOINT",
            "  aws lambda invoke --endpoint-url $LAMBDA_ENDPOINT --function-name replicator \\",
            "    --payload fileb://events/EVENT.json out.json",
            "  aws lambda invoke --endpoint-url $LAMBDA_ENDPOINT --function-name reconciler"
                + " out.json",
            "  mc alias set standby $STANDBY_ENDPOINT $STANDBY_ACCESS_KEY $STANDBY_SECRET_KEY",
            "  mc stat standby/$STANDBY_BUCKET/README.md",
            "  rclone lsl"
                + " \":s3,provider=Minio,endpoint='$STANDBY_ENDPOINT',access_key_id=$STANDBY_ACCESS_KEY,"
                + "secret_access_key=$STANDBY_SECRET_KEY:$STANDBY_BUCKET\"",
            "",
            "Ctrl-C stops the stack."));
    return lines;
  }
}
