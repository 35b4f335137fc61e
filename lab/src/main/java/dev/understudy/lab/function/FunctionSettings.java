package dev.understudy.lab.function;

import dev.understudy.lab.queue.SqsServer;
import java.time.Duration;

/** A function's name and limits. Every qualifier means the one version. */
public record FunctionSettings(String name, int memoryMegabytes, Duration timeout) {
  public static final String VERSION = "$LATEST";

  private static final Duration MAX_DURATION = Duration.ofMinutes(15);

  public FunctionSettings {
    if (!name.matches("[a-zA-Z0-9-_]{1,64}")) {
      throw new IllegalArgumentException("Invalid function name: " + name);
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          "A timeout is above 0 and at most 15 minutes, not " + timeout);
    }
  }

  public String arn() {
    return "arn:aws:lambda:%s:%s:function:%s".formatted(SqsServer.REGION, SqsServer.ACCOUNT, name);
  }

  public String logGroup() {
    return "/aws/lambda/" + name;
  }
}
