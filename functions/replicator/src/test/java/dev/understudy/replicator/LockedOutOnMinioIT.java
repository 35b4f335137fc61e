package dev.understudy.replicator;

import dev.understudy.emulators.real.MinioUsers;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With a real MinIO, whose administrator disables the replicator's user. */
class LockedOutOnMinioIT extends LockedOut {
  private static final String KEY = "replicator";

  private static RealMinio minio;
  private static MinioUsers users;

  @BeforeAll
  static void start() {
    minio = LeftOut.ifMissing(RealMinio::start);
    users = new MinioUsers(minio.endpoint());
    LeftOut.ifMissing(
        () -> {
          users.add(KEY, RealMinio.secretKey());
          return users;
        });
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.close();
    }
  }

  @Override
  protected StandbyUnderTest startStandby() {
    letIn();
    return StandbyUnderTest.on(minio);
  }

  @Override
  protected String replicatorsKey() {
    return KEY;
  }

  @Override
  protected void lockOut() {
    users.disable(KEY);
  }

  @Override
  protected void letIn() {
    users.enable(KEY);
  }
}
