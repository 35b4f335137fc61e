package dev.understudy.lab.drill;

import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.lab.stack.StoreAccess;
import java.net.URI;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes a bucket an origin: allows anonymous reads and writes its health object. */
final class PublicOrigin {
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},\
      "Action":["s3:GetObject"],"Resource":["arn:aws:s3:::%s/*"]}]}\
      """;

  private static final String STANDBY = "standby";

  private PublicOrigin() {}

  /** The content of the health object: the same at each standby, as in production. */
  static String health(String name) {
    return "ok-" + (name.startsWith(STANDBY) ? STANDBY : name);
  }

  /**
   * Prepares the bucket and returns its origin, addressed path-style.
   *
   * @param name of the origin; a standby's begins with {@value #STANDBY}
   */
  static EdgeOrigin origin(String name, StoreAccess store) {
    String health = health(name);
    try (S3Client s3 = store.s3()) {
      s3.putBucketPolicy(r -> r.bucket(store.bucket()).policy(POLICY.formatted(store.bucket())));
      s3.putObject(
          r -> r.bucket(store.bucket()).key(EdgeOrigin.HEALTH.substring(1)),
          RequestBody.fromString(health));
    }
    return EdgeOrigin.plain(name, URI.create(store.endpoint() + "/" + store.bucket()))
        .withHealth(health);
  }
}
