package dev.understudy.lab.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A packaged function in a child JVM under Lambda's runtime interface client. The child has the
 * given class path and environment and inherits nothing from this JVM.
 */
public final class RuntimeInterfaceClient implements AutoCloseable {
  private static final String NAME = "function";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:" + NAME;

  /** Libraries that Lambda adds to the function's class path. */
  private static final List<String> RUNTIME =
      List.of(
          "aws-lambda-java-runtime-interface-client",
          "aws-lambda-java-core",
          "aws-lambda-java-serialization",
          "utils-lite");

  private final RuntimeApi api = new RuntimeApi(ARN);
  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final Thread reader;

  private RuntimeInterfaceClient(
      List<Path> classPath,
      String handler,
      Map<String, String> environment,
      List<String> jvmArguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NativeClientLibrary.jvmArguments());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", withRuntime(classPath), AWSLambda.class.getName(), handler));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(lambdaEnvironment(handler));
    builder.environment().putAll(environment);
    this.process = builder.start();
    this.reader = new Thread(this::read, "child-output");
    reader.start();
  }

  /**
   * Starts the child JVM; the caller closes it.
   *
   * @param classPath the function's jar and libraries
   * @param handler the handler's class name, optionally with {@code ::method}
   * @param environment the function's variables; no others are inherited, not even {@code PATH}
   * @param jvmArguments such as {@code -Xmx128m}
   */
  public static RuntimeInterfaceClient start(
      List<Path> classPath,
      String handler,
      Map<String, String> environment,
      String... jvmArguments) {
    try {
      return new RuntimeInterfaceClient(classPath, handler, environment, List.of(jvmArguments));
    } catch (IOException e) {
      throw new UncheckedIOException("The child JVM cannot be started", e);
    }
  }

  /**
   * Invokes the function and waits for its response.
   *
   * @throws IllegalStateException with the child's output, if the child exits or does not answer in
   *     time
   */
  public RuntimeApi.Outcome invoke(String event, Duration timeout) {
    CompletableFuture<RuntimeApi.Outcome> outcome = api.invoke(event, timeout);
    CompletableFuture<RuntimeApi.Outcome> died =
        process
            .onExit()
            .thenApply(
                end -> {
                  throw new IllegalStateException(
                      "The child exited with status " + end.exitValue());
                });
    try {
      return outcome
          .applyToEither(died, answered -> answered)
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("No response from the child; its output:\n" + output(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until the function is ready for Lambda's snapshot. Requires the variable {@code
   * AWS_LAMBDA_INITIALIZATION_TYPE=snap-start}.
   *
   * @throws IllegalStateException with the child's output, if it is not ready within the limit
   */
  public void awaitFrozen(Duration limit) {
    try {
      if (!api.awaitFrozen(limit)) {
        throw new IllegalStateException(
            "The child was not ready for a snapshot in time; its output:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets the frozen function continue, as after a restore. */
  public void thaw() {
    api.thaw();
  }

  /** The child process, for measurements. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** The child's output so far, of both streams. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  private static String withRuntime(List<Path> classPath) throws IOException {
    List<Path> all = new ArrayList<>(classPath);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      // The manifest of an executable jar names the libraries in the folder beside it.
      Path libraries = path.resolveSibling("lib");
      if (Files.isDirectory(libraries)) {
        try (Stream<Path> beside = Files.list(libraries)) {
          beside.filter(RuntimeInterfaceClient::isRuntime).forEach(all::add);
        }
      } else if (isRuntime(path)) {
        all.add(path);
      }
    }
    return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isRuntime(Path entry) {
    return RUNTIME.stream().anyMatch(name -> entry.getFileName().toString().startsWith(name));
  }

  private Map<String, String> lambdaEnvironment(String handler) {
    return Map.of(
        "AWS_LAMBDA_RUNTIME_API",
        api.hostAndPort(),
        "AWS_LAMBDA_FUNCTION_NAME",
        NAME,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "512",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "$LATEST",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "/aws/lambda/" + NAME,
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "child",
        "LAMBDA_TASK_ROOT",
        System.getProperty("java.io.tmpdir"),
        "_HANDLER",
        handler,
        "AWS_REGION",
        "us-east-1",
        "TZ",
        ":UTC");
  }

  private void read() {
    try (InputStream stream = process.getInputStream();
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the child, as Lambda does, and waits for its exit. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
  }
}
