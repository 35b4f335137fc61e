package dev.understudy.lab.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.InvocationResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes of the reconciler over key ranges, from the definition that is deployed. Closing ends
 * what waits between two attempts.
 */
public final class RangedPasses implements AutoCloseable {
  private static final String DEFINITION = "/ranges.asl.json";

  private final FunctionHost reconciler;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final StateMachine machine;

  /**
   * @param reconciler the caller closes it
   */
  public RangedPasses(FunctionHost reconciler) {
    this.reconciler = reconciler;
    Map<String, Function<Object, Object>> resources =
        Map.of(
            "arn:aws:states:::lambda:invoke",
            this::invoke,
            "arn:aws:states:::aws-sdk:sfn:listExecutions",
            this::listExecutions);
    this.machine = new StateMachine(definition(), resources, this::pause);
  }

  private Definition definition() {
    return Definition.parse(
        definitionText(), Map.of("ReconcilerFunctionArn", reconciler.settings().arn()));
  }

  /** The deployed definition, before its substitutions. */
  static String definitionText() {
    try (@Nullable InputStream file = RangedPasses.class.getResourceAsStream(DEFINITION)) {
      if (file == null) {
        throw new IllegalStateException("The definition %s is missing".formatted(DEFINITION));
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs one pass, unless another execution is running.
   *
   * @param ranges the wanted number of ranges
   * @return why it failed; empty if it did not
   */
  public Optional<String> run(int ranges) {
    try {
      machine.execute(Map.of("ranges", ranges));
      return Optional.empty();
    } catch (ExecutionFailedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return Optional.of("The stack is stopping");
    }
  }

  private void pause(long seconds) throws InterruptedException {
    if (stopping.await(seconds, TimeUnit.SECONDS)) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    stopping.countDown();
  }

  private Object invoke(Object parameters) {
    try {
      Object payload = new Paths(parameters, Map.of()).existing("$.Payload");
      InvocationResult result = reconciler.invoke(JSON.std.asString(payload));
      if (result instanceof InvocationResult.Failed failed) {
        throw new ExecutionFailedException(failed.errorType(), failed.errorMessage());
      }
      return Map.of("Payload", JSON.std.anyFrom(result.payload()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object listExecutions(Object parameters) {
    return Map.of("Executions", Collections.nCopies(machine.running(), Map.of()));
  }
}
