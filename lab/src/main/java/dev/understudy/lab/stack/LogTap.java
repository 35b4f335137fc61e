package dev.understudy.lab.stack;

import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Receives each line that the handlers log, in the same layout as the log file, as CloudWatch
 * receives the output of a function.
 */
final class LogTap implements AutoCloseable {
  /** The appender in log4j2.xml that writes the handlers' lines. */
  private static final String FILE = "stack";

  private static final String HANDLERS = "dev.understudy";

  private final LoggerContext context;
  private final Appender appender;

  private LogTap(LoggerContext context, Appender appender) {
    this.context = context;
    this.appender = appender;
  }

  /**
   * Passes every further line to the reader, in the thread that logs it; the caller closes the tap.
   */
  static LogTap open(Consumer<String> reader) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Appender file = context.getConfiguration().getAppender(FILE);
    if (file == null) {
      throw new IllegalStateException("The logging configuration in use has no appender " + FILE);
    }
    Appender appender = new Reading(file.getLayout(), reader);
    appender.start();
    handlers(context).addAppender(appender, null, null);
    context.updateLoggers();
    return new LogTap(context, appender);
  }

  private static LoggerConfig handlers(LoggerContext context) {
    return context.getConfiguration().getLoggerConfig(HANDLERS);
  }

  @Override
  public void close() {
    handlers(context).removeAppender(appender.getName());
    context.updateLoggers();
    appender.stop();
  }

  private static final class Reading extends AbstractAppender {
    private final Consumer<String> reader;

    Reading(Layout<?> layout, Consumer<String> reader) {
      super("tap-" + System.identityHashCode(reader), null, layout, false, Property.EMPTY_ARRAY);
      this.reader = reader;
    }

    @Override
    public void append(LogEvent event) {
      reader.accept(String.valueOf(getLayout().toSerializable(event)).strip());
    }
  }
}
