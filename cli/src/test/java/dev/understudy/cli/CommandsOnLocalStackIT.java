package dev.understudy.cli;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.testkit.junit.LeftOut;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/**
 * The commands with LocalStack as AWS: its S3 and its SQS instead of the embedded ones. The
 * functions and the standby are the stack's.
 */
class CommandsOnLocalStackIT {
  private static RealLocalStack aws;

  @BeforeAll
  static void connect() {
    aws = LeftOut.ifMissing(RealLocalStack::start);
  }

  @AfterAll
  static void disconnect() {
    if (aws != null) {
      aws.close();
    }
  }

  private static StackConfig localStack() {
    return StackConfig.of(
        new Environment(
            Map.of(
                "PRIMARY_ENDPOINT", aws.endpoint().toString(),
                "SQS_ENDPOINT", aws.endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", RealLocalStack.accessKey(),
                "AWS_SECRET_ACCESS_KEY", RealLocalStack.secretKey())));
  }

  @Nested
  class CommandsTests extends CommandsTest {
    @Override
    protected StackConfig config() {
      return localStack();
    }
  }

  @Nested
  class ParkedTests extends ParkedCommandTest {
    @Override
    protected StackConfig config() {
      return localStack();
    }
  }

  @Nested
  class DoctorTests extends DoctorCommandTest {
    @Override
    protected StackConfig config() {
      return localStack();
    }
  }

  @Nested
  class StatusTests extends StatusCommandTest {
    @Override
    protected StackConfig config() {
      return localStack();
    }
  }
}
