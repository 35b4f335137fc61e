package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.real.RealLocalStack;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** With LocalStack's S3 and SQS, and a real MinIO. */
class RealStackIT extends StackStory {
  private RealLocalStack localStack;
  private RealMinio minio;

  @Override
  protected StackConfig config() {
    minio = LeftOut.ifMissing(RealMinio::start);
    localStack = LeftOut.ifMissing(RealLocalStack::start);
    Map<String, String> variables = new HashMap<>();
    variables.put("PRIMARY_ENDPOINT", localStack.endpoint().toString());
    variables.put("SQS_ENDPOINT", localStack.endpoint().toString());
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", RealLocalStack.accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", RealLocalStack.secretKey());
    variables.put("STANDBY_ENDPOINT", minio.endpoint().toString());
    variables.put("STANDBY_ACCESS_KEY", RealMinio.accessKey());
    variables.put("STANDBY_SECRET_KEY", RealMinio.secretKey());
    return StackConfig.of(new Environment(variables));
  }

  @Override
  @AfterAll
  void stop() {
    super.stop();
    if (localStack != null) {
      localStack.close();
    }
    if (minio != null) {
      minio.close();
    }
  }

  @Test
  void saysWhatItHasCreated() {
    assertThat(announced)
        .contains(
            "created queue understudy-changes",
            "created bucket primary",
            "created bucket standby",
            "enabled versioning of bucket primary");
  }
}
