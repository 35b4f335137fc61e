package dev.understudy.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.S3Endpoint;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditional writes to the primary, which the set of hot keys needs. */
class ConditionalPutTest {
  private final S3Endpoint endpoint = S3Endpoint.builder().credentials("ak", "sk").start();
  private final S3ProbeClient client =
      S3ProbeClient.connect(
          AwsAccess.of(
              new Environment(
                  Map.of(
                      "AWS_REGION", "us-east-1",
                      "AWS_ACCESS_KEY_ID", "ak",
                      "AWS_SECRET_ACCESS_KEY", "sk"))),
          Optional.of(endpoint.uri()),
          "primary",
          Optional.of(S3Endpoint.OWNER));

  @BeforeEach
  void createBucket() {
    endpoint.createBucket("primary", true);
  }

  @AfterEach
  void close() {
    client.close();
    endpoint.close();
  }

  @Test
  void writesOnlyWhereTheConditionHolds() {
    Condition absent = new Condition.Absent();
    assertThat(put("one", new Condition.Matches(new ETag("0123")))).isEmpty();

    Optional<ETag> first = put("one", absent);
    assertThat(first).contains(ETag.md5("one".getBytes(UTF_8)));
    assertThat(put("two", absent)).isEmpty();

    Condition unchanged = new Condition.Matches(first.orElseThrow());
    assertThat(put("two", unchanged)).isPresent();
    assertThat(put("three", unchanged)).isEmpty();
  }

  @Test
  void tellsAConflictFromAFailure() {
    refuse(409, "ConditionalRequestConflict");
    assertThat(put("one", new Condition.Absent())).isEmpty();

    refuse(403, "AccessDenied");
    assertThatThrownBy(() -> put("one", new Condition.Absent()))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  private void refuse(int status, String code) {
    endpoint.faults(
        (operation, bucket, key) ->
            operation.equals("PutObject") ? new Fault.Refuse(status, code) : Fault.NONE);
  }

  private Optional<ETag> put(String content, Condition condition) {
    return client.put(ReservedKeys.HOT, content.getBytes(UTF_8), condition);
  }
}
