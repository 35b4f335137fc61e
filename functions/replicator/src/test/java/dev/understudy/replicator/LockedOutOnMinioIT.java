package dev.understudy.replicator;

import dev.understudy.emulators.real.MinioUsers;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a real MinIO, whose administrator disables the replicator's user. */
class LockedOutOnMinioIT extends LockedOut {
  private static final String KEY = "replicator";

  @RegisterExtension static final SharedMinio MINIO = new SharedMinio(RealMinio::start);

  private static MinioUsers users;

  @BeforeAll
  static void addUser() {
    users = new MinioUsers(MINIO.get().endpoint());
    LeftOut.ifMissing(
        () -> {
          users.add(KEY, RealMinio.secretKey());
          return users;
        });
  }

  @Override
  protected StandbyUnderTest startStandby() {
    letIn();
    return StandbyUnderTest.on(MINIO.get());
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
