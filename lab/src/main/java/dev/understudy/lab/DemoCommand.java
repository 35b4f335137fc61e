package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.demo.DemoScript;
import dev.understudy.lab.demo.SiteFolder;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.nio.file.Path;

/**
 * {@code make demo}: the whole system on real files, and the proof that the standby equals the
 * primary. {@code DIR} names the folder, else it is the one that comes along.
 */
public final class DemoCommand {
  private static final String LOG_FILE = "target/demo.log";
  private static final String DEFAULT_FOLDER = "lab/demo-site";

  private DemoCommand() {}

  public static void main(String[] arguments) {
    CommandLine.logTo(LOG_FILE);
    System.exit(CommandLine.run(DemoCommand::play));
  }

  private static int play() {
    Environment environment = new Environment(System.getenv());
    SiteFolder folder =
        SiteFolder.read(Path.of(environment.optional("DIR").orElse(DEFAULT_FOLDER)));
    StackConfig config = StackConfig.of(environment);
    Terminal screen = CommandLine.screen();
    long start = System.nanoTime();
    try (Stack stack = Stack.start(config, StackTimings.brisk(), screen::line);
        Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(stack)));
      StartupMessage.of(stack, start).forEach(screen::line);
      screen.line(
          "  folder               %s, %,d files, %s"
              .formatted(folder.path(), folder.files().size(), Formats.bytes(folder.bytes())));
      screen.line("");
      return new DemoScript(stack, writer, primary, standby, folder, screen).play() ? 0 : 1;
    }
  }

  private static void leave(Stack stack) {
    CommandLine.leave();
    stack.close();
  }
}
