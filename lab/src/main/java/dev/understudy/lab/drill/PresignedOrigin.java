package dev.understudy.lab.drill;

import dev.understudy.core.s3.PemTls;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.lab.stack.StoreAccess;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * An origin whose bucket stays private: the edge presigns each GET and HEAD with the store's keys,
 * as a proxy in front of a private bucket does.
 */
final class PresignedOrigin {
  private static final Duration VALID = Duration.ofMinutes(5);

  private PresignedOrigin() {}

  /** The origin of a store that the stack does not run. Nothing is written to it. */
  static EdgeOrigin origin(String name, StoreAccess store) {
    URI endpoint = store.endpoint();
    boolean secure = "https".equals(endpoint.getScheme());
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80;
    URI address =
        URI.create("%s://%s:%d".formatted(endpoint.getScheme(), endpoint.getHost(), port));
    S3Presigner presigner = store.presigner();
    return new EdgeOrigin(
        name,
        address,
        endpoint.getAuthority(),
        secure ? Optional.of(tls(store.caPem())) : Optional.empty(),
        PublicOrigin.health(name),
        (method, target) -> target(presigner, store.bucket(), method, target));
  }

  /**
   * The store rejects a request that is neither a GET nor a HEAD of a key, because it is unsigned.
   */
  private static String target(S3Presigner presigner, String bucket, String method, String target) {
    String key = URI.create(target).getPath().substring(1);
    if (key.isEmpty()) {
      return "/" + bucket + target;
    }
    return switch (method) {
      case "GET" ->
          target(
              presigner
                  .presignGetObject(
                      r ->
                          r.signatureDuration(VALID)
                              .getObjectRequest(get -> get.bucket(bucket).key(key)))
                  .url());
      case "HEAD" ->
          target(
              presigner
                  .presignHeadObject(
                      r ->
                          r.signatureDuration(VALID)
                              .headObjectRequest(head -> head.bucket(bucket).key(key)))
                  .url());
      default -> "/" + bucket + target;
    };
  }

  private static String target(URL presigned) {
    return presigned.getFile();
  }

  private static SSLContext tls(Optional<String> caPem) {
    try {
      if (caPem.isEmpty()) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, PemTls.trustManagers(caPem.get()), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no TLS", e);
    }
  }
}
