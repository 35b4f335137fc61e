package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.lab.stack.EnvironmentFile;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The stack of {@code make up}, and commands that find it by its file of variables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StackFixture {
  /** A busy machine can cost an invocation, whose messages return after 15 seconds. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path folder;

  protected Stack stack;
  private S3Client primary;
  private S3Client standby;

  /**
   * What a command did.
   *
   * @param out on standard output
   * @param err on standard error
   */
  record Ran(int code, String out, String err) {
    Map<String, Object> json() {
      try {
        return JSON.std.mapFrom(out);
      } catch (IOException e) {
        throw new AssertionError(out + err, e);
      }
    }
  }

  @BeforeAll
  void start() {
    stack = Stack.start(config(), StackTimings.brisk(), line -> {});
    primary = stack.primary().s3();
    standby = stack.standby().s3();
    new EnvironmentFile(variables()).write(stack.variables());
  }

  @AfterAll
  void stop() {
    primary.close();
    standby.close();
    stack.close();
  }

  /** Which of the stack's servers are embedded: all of them, unless a subclass has others. */
  protected StackConfig config() {
    return StackConfig.embedded();
  }

  protected static Path variables() {
    return folder.resolve("stack.env");
  }

  /** Runs a command about the stack. */
  protected Ran understudy(String... arguments) {
    return run(Map.of(), Terminal.NONE, aboutTheStack(arguments));
  }

  /** Runs a command about the stack on a terminal that shows each step of its progress. */
  protected Ran onTerminal(String... arguments) {
    AtomicLong nanos = new AtomicLong();
    Terminal terminal =
        new Terminal(true, true, true, () -> nanos.addAndGet(Duration.ofSeconds(3).toNanos()));
    return run(Map.of(), terminal, aboutTheStack(arguments));
  }

  private static String[] aboutTheStack(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--env=" + variables());
    return all.toArray(String[]::new);
  }

  /** Runs a command in a process with these variables. */
  static Ran run(Map<String, String> environment, String... arguments) {
    return run(environment, Terminal.NONE, arguments);
  }

  private static Ran run(Map<String, String> environment, Terminal terminal, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Understudy.commandLine(environment, terminal);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  protected void write(String key, String content) {
    write(key, content.getBytes(UTF_8));
  }

  protected void write(String key, byte[] content) {
    primary.putObject(
        r -> r.bucket(stack.primary().bucket()).key(key), RequestBody.fromBytes(content));
  }

  /** Writes behind the replicator's back. */
  protected void writeToStandby(String key, String content) {
    standby.putObject(
        r -> r.bucket(stack.standby().bucket()).key(key), RequestBody.fromString(content));
  }

  protected void deleteFromStandby(String key) {
    standby.deleteObject(r -> r.bucket(stack.standby().bucket()).key(key));
  }

  /** Invokes the reconciler with this input. */
  protected Map<String, Object> reconcile(String input) {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(
              r -> r.functionName(Stack.RECONCILER).payload(SdkBytes.fromUtf8String(input)));
      assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
      return JSON.std.mapFrom(answer.payload().asUtf8String());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  protected void awaitQuiet() {
    assertThat(stack.awaitQuiet(LIMIT, backlog -> {})).isTrue();
  }

  protected String hint(String key) {
    return "{\"bucket\":\"%s\",\"key\":\"%s\"}".formatted(stack.primary().bucket(), key);
  }

  /** Puts a message into the dead-letter queue, as the replicator parks it. */
  protected void park(String body, String reason) {
    MessageAttributeValue value =
        MessageAttributeValue.builder().dataType("String").stringValue(reason).build();
    stack
        .sqs()
        .sendMessage(
            r ->
                r.queueUrl(stack.queues().deadLetter().url())
                    .messageBody(body)
                    .messageAttributes(Map.of("reason", value)));
  }

  protected long parked() {
    return stack.queues().backlog(stack.queues().deadLetter()).visible();
  }
}
