package dev.understudy.replicator;

import static java.util.Objects.requireNonNull;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.junit.LeftOut;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real MinIO that the tests of a class share. The class is left out where it is missing. */
final class SharedMinio implements BeforeAllCallback, AfterAllCallback {
  private final Supplier<RealMinio> start;
  private RealMinio minio;

  /**
   * @param start starts it before the first test of the class
   */
  SharedMinio(Supplier<RealMinio> start) {
    this.start = start;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    minio = LeftOut.ifMissing(start);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (minio != null) {
      minio.close();
      minio = null;
    }
  }

  RealMinio get() {
    return requireNonNull(minio, "No test of the class has begun");
  }
}
