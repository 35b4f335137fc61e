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

  private PublicOrigin() {}

  /**
   * Prepares the bucket and returns its origin, addressed path-style.
   *
   * @param name {@code primary} or {@code standby}
   */
  static EdgeOrigin origin(String name, StoreAccess store) {
    try (S3Client s3 = store.s3()) {
      s3.putBucketPolicy(r -> r.bucket(store.bucket()).policy(POLICY.formatted(store.bucket())));
      s3.putObject(
          r -> r.bucket(store.bucket()).key(EdgeOrigin.HEALTH.substring(1)),
          RequestBody.fromString("ok-" + name));
    }
    return EdgeOrigin.plain(name, URI.create(store.endpoint() + "/" + store.bucket()));
  }
}
