package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.StartupMessage;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.soak.SoakRun;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.time.Duration;
import java.util.Map;

/**
 * {@code make soak}: concurrent writers, and a real MinIO that is stopped and killed at random. The
 * variables {@code SOAK_SECONDS}, {@code SOAK_WRITERS}, {@code SOAK_KEYS} and {@code SOAK_SEED}
 * configure the run.
 */
public final class SoakCommand {
  private static final String LOG_FILE = "target/soak.log";

  private SoakCommand() {}

  public static void main(String[] arguments) {
    CommandLine.logTo(LOG_FILE);
    System.exit(CommandLine.run(SoakCommand::run));
  }

  private static int run() throws InterruptedException {
    Environment environment = new Environment(System.getenv());
    SoakRun run =
        new SoakRun(
            environment.integer("SOAK_WRITERS", 16, 1, 200),
            environment.integer("SOAK_KEYS", 2_000, 1, 1_000_000),
            Duration.ofSeconds(environment.integer("SOAK_SECONDS", 180, 1, 86_400)),
            environment.integer("SOAK_SEED", (int) System.nanoTime() >>> 1, 0, Integer.MAX_VALUE));
    environment.verify();
    Terminal terminal = CommandLine.terminal();
    long start = System.nanoTime();
    terminal.line(StartupMessage.log(CommandLine.logFile()));
    try (RealMinio minio = RealMinio.start();
        Stack stack = Stack.start(standbyOn(minio), StackTimings.brisk(), terminal::line)) {
      StartupMessage.of(stack, start).forEach(terminal::line);
      terminal.line(Formats.row("seed", String.valueOf(run.seed())));
      return run.run(stack, minio, terminal).isEqual() ? 0 : 1;
    }
  }

  private static StackConfig standbyOn(RealMinio minio) {
    return StackConfig.of(
        new Environment(
            Map.of(
                "STANDBY_ENDPOINT", minio.endpoint().toString(),
                "STANDBY_ACCESS_KEY", RealMinio.accessKey(),
                "STANDBY_SECRET_KEY", RealMinio.secretKey())));
  }
}
