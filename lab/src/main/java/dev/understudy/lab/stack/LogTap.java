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
 * Reads along what the handlers log, line by line, in the layout in which it goes to the file: as
 * CloudWatch reads along what a function prints.
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

  /** Calls the reader with every line from now on, in the thread that logs it. */
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
