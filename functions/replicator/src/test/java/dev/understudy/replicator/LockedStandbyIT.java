package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.real.RealMinio;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** A standby under object lock: no version can be removed for a day, and none has to be. */
class LockedStandbyIT extends ProxiedStores {
  @RegisterExtension static final SharedMinio MINIO = new SharedMinio(RealMinio::start);

  @Override
  protected StandbyUnderTest startStandby() {
    StandbyUnderTest locked =
        new StandbyUnderTest(
            MINIO.get().endpoint(),
            "locked-" + UUID.randomUUID(),
            RealMinio.accessKey(),
            RealMinio.secretKey(),
            Optional.empty(),
            () -> {});
    try (S3Client admin = locked.client()) {
      admin.createBucket(r -> r.bucket(locked.bucket()).objectLockEnabledForBucket(true));
      admin.putObjectLockConfiguration(
          r ->
              r.bucket(locked.bucket())
                  .objectLockConfiguration(
                      c ->
                          c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                              .rule(
                                  rule ->
                                      rule.defaultRetention(
                                          d ->
                                              d.mode(ObjectLockRetentionMode.COMPLIANCE)
                                                  .days(1)))));
    }
    return locked;
  }

  @Test
  void isOverwrittenAndDeletedFromAndHoldsLargeObjects() {
    write("a", "one");
    assertThat(call("a")).isEqualTo(DONE);
    write("a", "two");
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue("two");

    writer.deleteObject(r -> r.bucket("primary").key("a"));
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(replica("a")).isEmpty();

    String large = "large".repeat(2 << 20);
    write("large", large);
    assertThat(call("large")).isEqualTo(DONE);
    assertThat(replica("large")).hasValue(large);
  }
}
