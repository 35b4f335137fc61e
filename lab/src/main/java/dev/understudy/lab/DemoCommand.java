package dev.understudy.lab;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import dev.understudy.lab.console.StartupMessage;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.demo.DemoScript;
import dev.understudy.lab.demo.SiteFolder;
import dev.understudy.lab.report.ReportFile;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.nio.file.Path;

/**
 * {@code make demo}: runs the whole system on the files of a folder and proves that the standby
 * equals the primary. {@code DIR} names the folder; the default is {@code lab/demo-site}. Its page
 * is {@value #PAGE}.
 */
public final class DemoCommand {
  private static final String LOG_FILE = "target/demo.log";
  private static final String PAGE = "target/demo.html";
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
    if (config.standbys() > 1) {
      throw new ConfigurationException(
          "STANDBYS is %d, but the demo has one standby: unset it, or use make up or make drill"
              .formatted(config.standbys()));
    }
    Terminal terminal = CommandLine.terminal();
    long start = System.nanoTime();
    terminal.line(StartupMessage.log(CommandLine.logFile()));
    try (Stack stack = Stack.start(config, StackTimings.brisk(), terminal::line);
        Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack)));
      StartupMessage.of(stack, start).forEach(terminal::line);
      terminal.line(
          Formats.row(
              "folder",
              "%s, %,d files, %s"
                  .formatted(folder.path(), folder.files().size(), Formats.bytes(folder.bytes()))));
      terminal.line("");
      return play(new DemoScript(stack, writer, primary, standby, folder, terminal), terminal);
    }
  }

  /** Also a demonstration that throws an exception leaves a page. */
  private static int play(DemoScript script, Terminal terminal) {
    try (script) {
      return script.play() ? 0 : 1;
    } finally {
      ReportFile.write(Path.of(PAGE), script.page(), terminal);
    }
  }

  private static void stop(Stack stack) {
    CommandLine.stop();
    stack.close();
  }
}
