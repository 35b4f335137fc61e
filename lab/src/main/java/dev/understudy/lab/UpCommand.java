package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.StartupMessage;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.page.LocalPage;
import dev.understudy.lab.stack.EnvironmentFile;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code make up}: keeps the stack running for the user's own clients until Ctrl-C or SIGTERM.
 * While the stack is ready, two files hold its endpoints and access keys: the file that the system
 * property {@code stack.env} names, for a shell, and {@code env.local.json} beside it, for {@code
 * sam local invoke --env-vars}.
 */
public final class UpCommand {
  private static final String ENVIRONMENT_FILE = "target/stack.env";
  private static final String CONTAINER_FILE = "env.local.json";
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
    String path = System.getProperty("stack.env", ENVIRONMENT_FILE);
    EnvironmentFile file = new EnvironmentFile(Path.of(path));
    EnvironmentFile containers = new EnvironmentFile(Path.of(path).resolveSibling(CONTAINER_FILE));
    Terminal terminal = CommandLine.terminal();
    long start = System.nanoTime();
    terminal.line(StartupMessage.log(CommandLine.logFile()));
    file.clear();
    containers.clear();
    Environment environment = new Environment(System.getenv());
    int pagePort = environment.integer("PAGE_PORT", 0, 0, 65_535);
    StackConfig config = StackConfig.of(environment);
    try (Stack stack = Stack.start(config, StackTimings.steady(), terminal::line);
        LocalPage page = LocalPage.start(stack, pagePort)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
      containers.writeForContainers(stack.containerVariables());
      file.write(stack.variables());
      StartupMessage.of(stack, start).forEach(terminal::line);
      guide(stack.variables(), page, path).forEach(terminal::line);
      warn(config, terminal);
      stopping.await();
      terminal.line("");
      terminal.line("stopping: %s".formatted(summary(stack)));
    } finally {
      file.remove();
      containers.remove();
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
    return "%.0f copied, %.0f relabeled, %.0f deleted, %.0f already in sync, %.0f parked"
        .formatted(
            stack.metric("Copied").count(),
            stack.metric("Relabeled").count(),
            stack.metric("Deleted").count(),
            stack.metric("InSync").count(),
            stack.metric("Parked").count());
  }

  private static List<String> guide(Map<String, String> variables, LocalPage page, String path) {
    return List.of(
        Formats.row(
            "edge", page.edge().map(URI::toString).orElse("none: a store is a real server")),
        Formats.row("page", page.uri().toString()),
        Formats.row(
            "Lambda",
            "%s, functions %s, %s and %s"
                .formatted(
                    variables.get("LAMBDA_ENDPOINT"),
                    Stack.FUNCTION,
                    Stack.RECONCILER,
                    Stack.PROBE)),
        Formats.row("CloudWatch", String.valueOf(variables.get("CLOUDWATCH_ENDPOINT"))),
        "",
        "In another shell:",
        "  make probe",
        "  set -a; . %s; set +a".formatted(path),
        "  aws s3 cp README.md s3://$PRIMARY_BUCKET/ --endpoint-url $PRIMARY_ENDPOINT",
        "  aws lambda invoke --endpoint-url $LAMBDA_ENDPOINT --function-name replicator \\",
        "    --payload fileb://events/EVENT.json out.json",
        "  aws lambda invoke --endpoint-url $LAMBDA_ENDPOINT --function-name reconciler out.json",
        "  mc alias set standby $STANDBY_ENDPOINT $STANDBY_ACCESS_KEY $STANDBY_SECRET_KEY",
        "  mc stat standby/$STANDBY_BUCKET/README.md",
        "  rclone lsl"
            + " \":s3,provider=Minio,endpoint='$STANDBY_ENDPOINT',access_key_id=$STANDBY_ACCESS_KEY,"
            + "secret_access_key=$STANDBY_SECRET_KEY:$STANDBY_BUCKET\"",
        "",
        "Ctrl-C stops the stack.");
  }
}
