package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code make up}: the stack stays up for whatever client the user brings, until Ctrl-C or SIGTERM.
 * The file that the system property {@code stack.env} names says how to reach it, from when
 * everything is ready until the end; {@code env.local.json} beside it says the same to a function
 * in a container ({@code sam local invoke --env-vars}).
 */
public final class UpCommand {
  private static final String ENVIRONMENT_FILE = "target/stack.env";
  private static final String CONTAINERS = "env.local.json";
  private static final String LOG_FILE = "target/stack.log";

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private UpCommand() {}

  public static void main(String[] arguments) {
    CommandLine.logTo(LOG_FILE);
    UpCommand up = new UpCommand();
    int status = CommandLine.run(up::stay);
    up.stopped.countDown();
    if (status != 0) {
      System.exit(status);
    }
  }

  private int stay() throws InterruptedException {
    String path = System.getProperty("stack.env", ENVIRONMENT_FILE);
    EnvironmentFile file = new EnvironmentFile(Path.of(path));
    EnvironmentFile containers = new EnvironmentFile(Path.of(path).resolveSibling(CONTAINERS));
    Terminal screen = CommandLine.screen();
    long start = System.nanoTime();
    file.clear();
    containers.clear();
    StackConfig config = StackConfig.of(new Environment(System.getenv()));
    try (Stack stack = Stack.start(config, StackTimings.steady(), screen::line)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
      containers.writeForContainers(stack.containerVariables());
      file.write(stack.variables());
      StartupMessage.of(stack, start).forEach(screen::line);
      guide(stack.variables(), path).forEach(screen::line);
      if (config.listening().isOpen()) {
        screen.line(
            "Careful: others than this machine may reach it, with keys that everybody knows.");
      }
      stopping.await();
      screen.line("");
      screen.line("stopping: %s".formatted(figures(stack)));
    } finally {
      file.remove();
      containers.remove();
    }
    screen.line("stopped");
    return 0;
  }

  /** An end that was asked for is no failure: the JVM's own status would be that of the signal. */
  private void stop() {
    stopping.countDown();
    try {
      stopped.await();
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String figures(Stack stack) {
    return "%.0f copied, %.0f deleted, %.0f already in sync, %.0f parked"
        .formatted(
            stack.metric("Copied").count(),
            stack.metric("Deleted").count(),
            stack.metric("InSync").count(),
            stack.metric("Parked").count());
  }

  private static List<String> guide(Map<String, String> variables, String path) {
    return List.of(
        StartupMessage.row(
            "Lambda",
            "%s, functions %s, %s and %s"
                .formatted(
                    variables.get("LAMBDA_ENDPOINT"),
                    Stack.FUNCTION,
                    Stack.RECONCILER,
                    Stack.PROBE)),
        StartupMessage.row("CloudWatch", String.valueOf(variables.get("CLOUDWATCH_ENDPOINT"))),
        StartupMessage.row("handlers' log", CommandLine.logFile()),
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
        "Ctrl-C stops it.");
  }
}
