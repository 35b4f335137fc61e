package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import org.junit.jupiter.api.Test;

class QueuePolicyTest {
  private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:understudy-changes";
  private static final String OURS =
      "{\"Sid\":\"UnderstudyEventsOfmy0x2dsite\",\"Effect\":\"Allow\","
          + "\"Principal\":{\"Service\":\"s3.amazonaws.com\"},\"Action\":\"sqs:SendMessage\","
          + "\"Resource\":\"arn:aws:sqs:us-east-1:000000000000:understudy-changes\","
          + "\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:s3:::my-site\"}}}";

  @Test
  void permitsTheBucketWhereThereIsNoPolicy() {
    assertThat(QueuePolicy.permitting("", "my-site", ARN))
        .contains("{\"Version\":\"2012-10-17\",\"Statement\":[" + OURS + "]}");
  }

  @Test
  void keepsEveryOtherStatement() {
    String present = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Sid\":\"theirs\"}]}";

    assertThat(QueuePolicy.permitting(present, "my-site", ARN))
        .contains("{\"Version\":\"2008-10-17\",\"Statement\":[{\"Sid\":\"theirs\"}," + OURS + "]}");
  }

  @Test
  void keepsAStatementThatStandsWithoutAList() {
    assertThat(QueuePolicy.permitting("{\"Statement\":{\"Sid\":\"theirs\"}}", "my-site", ARN))
        .contains("{\"Statement\":[{\"Sid\":\"theirs\"}," + OURS + "]}");
  }

  @Test
  void changesNothingIfThePermissionIsThere() {
    String present = QueuePolicy.permitting("", "my-site", ARN).orElseThrow();

    assertThat(QueuePolicy.permitting(present, "my-site", ARN)).isEmpty();
    assertThat(QueuePolicy.permitting(present, "other", ARN)).isPresent();
  }

  @Test
  void leavesWhatIsNoPolicyToItsOwner() {
    assertThatThrownBy(() -> QueuePolicy.permitting("[]", "my-site", ARN))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> QueuePolicy.permitting("{", "my-site", ARN))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SQS_ENDPOINT");
  }
}
