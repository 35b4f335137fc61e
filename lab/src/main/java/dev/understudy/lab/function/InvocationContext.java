package dev.understudy.lab.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Lambda context of one invocation; its time starts when it is created. */
final class InvocationContext implements Context {
  private final FunctionSettings settings;
  private final String requestId;
  private final String invokedArn;
  private final LambdaLogger logger;
  private final long deadlineNanos;

  InvocationContext(
      FunctionSettings settings, String requestId, String invokedArn, LambdaLogger logger) {
    this.settings = settings;
    this.requestId = requestId;
    this.invokedArn = invokedArn;
    this.logger = logger;
    this.deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return settings.logGroup();
  }

  @Override
  public String getLogStreamName() {
    return "lab";
  }

  @Override
  public String getFunctionName() {
    return settings.name();
  }

  @Override
  public String getFunctionVersion() {
    return FunctionSettings.VERSION;
  }

  @Override
  public String getInvokedFunctionArn() {
    return invokedArn;
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  /** The time left until the function's timeout; 0 after it. */
  @Override
  public int getRemainingTimeInMillis() {
    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    return (int) Math.max(0, left);
  }

  @Override
  public int getMemoryLimitInMB() {
    return settings.memoryMegabytes();
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }
}
