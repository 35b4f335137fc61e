package dev.understudy.lab;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.demo.Bucket;
import dev.understudy.lab.demo.Figures;
import dev.understudy.lab.demo.Screen;
import dev.understudy.lab.demo.SiteFolder;
import dev.understudy.lab.demo.Story;
import dev.understudy.lab.demo.Writer;
import dev.understudy.lab.stack.Pace;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import java.nio.file.Path;

/**
 * {@code make demo}: the whole system on real files, and the proof that the standby equals the
 * primary. {@code DIR} names the folder, else it is the one that comes along.
 */
public final class Demo {
  private static final String LOG_FILE = "target/demo.log";
  private static final String DEFAULT_FOLDER = "lab/demo-site";

  private Demo() {}

  public static void main(String[] arguments) {
    Door.logTo(LOG_FILE);
    System.exit(Door.run(Demo::play));
  }

  private static int play() {
    Environment environment = new Environment(System.getenv());
    SiteFolder folder =
        SiteFolder.read(Path.of(environment.optional("DIR").orElse(DEFAULT_FOLDER)));
    StackConfig config = StackConfig.of(environment);
    Screen screen = Door.screen();
    long start = System.nanoTime();
    try (Stack stack = Stack.start(config, Pace.brisk(), screen::line);
        Writer writer = Writer.open(stack.primary());
        Bucket primary = Bucket.open(stack.primary());
        Bucket standby = Bucket.open(stack.standby())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(stack)));
      Announcement.of(stack, start).forEach(screen::line);
      screen.line(
          "  folder               %s, %,d files, %s"
              .formatted(folder.path(), folder.files().size(), Figures.bytes(folder.bytes())));
      screen.line("");
      return new Story(stack, writer, primary, standby, folder, screen).play() ? 0 : 1;
    }
  }

  private static void leave(Stack stack) {
    Door.leave();
    stack.close();
  }
}
