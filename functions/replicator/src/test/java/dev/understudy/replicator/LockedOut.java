package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The fence of a promotion: the standby rejects the replicator's access key, while the function
 * still has the settings of before. Its messages stay in the queue, and writers have the standby.
 */
abstract class LockedOut extends ProxiedStores {
  /** The replicator's access key, of the same secret as the administrator's. */
  protected abstract String replicatorsKey();

  /** The standby rejects each request with the replicator's access key. */
  protected abstract void lockOut();

  /** The key works again. */
  protected abstract void letIn();

  @BeforeEach
  void useTheReplicatorsKey() {
    configure(Map.of("STANDBY_ACCESS_KEY", replicatorsKey()));
    assertThat(callPatiently("warm")).isEqualTo(DONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 11, 900})
  void parksNothingHoweverOftenItWasReceived(int receives) throws Exception {
    write("a", "primary's");
    lockOut();

    String log =
        LogLines.during(
            () -> {
              assertThat(receive("a", receives)).isEqualTo(FAILED);
              assertThat(receive("b", receives)).as("a key of neither side").isEqualTo(FAILED);
            });

    assertThat(log)
        .contains("\"outcome\":\"Unavailable\"")
        .contains(" on the standby failed: 403")
        .doesNotContain("dead-letter queue");
  }

  /** What a region that returns with the old setting delivers: events and hints of all kinds. */
  @Test
  void undoesNothingOfTheWriters() {
    write("overwritten", "primary's");
    write("deleted there", "primary's");
    callPatiently("overwritten");
    callPatiently("deleted there");
    lockOut();
    reader.putObject(put("overwritten"), RequestBody.fromString("writers'"));
    reader.putObject(put("new"), RequestBody.fromString("writers'"));
    reader.deleteObject(r -> r.bucket(standby.bucket()).key("deleted there"));
    write("overwritten", "primary's, later");
    write("large", "primary's".repeat(2 << 20));

    for (String key : new String[] {"overwritten", "new", "deleted there", "large"}) {
      assertThat(receive(key, 1)).as(key).isEqualTo(FAILED);
    }
    assertThat(replica("overwritten")).hasValue("writers'");
    assertThat(replica("new")).hasValue("writers'");
    assertThat(replica("deleted there")).isEmpty();
    assertThat(replica("large")).isEmpty();

    letIn();
    assertThat(callPatiently("overwritten")).isEqualTo(DONE);
  }

  private PutObjectRequest put(String key) {
    return PutObjectRequest.builder().bucket(standby.bucket()).key(key).build();
  }

  private String receive(String key, int receives) {
    String once = "\"ApproximateReceiveCount\":\"1\"";
    return callWith(sqs(hint(key)).replace(once, once.replace("1", "" + receives)));
  }
}
