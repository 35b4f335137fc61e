package dev.understudy.core.s3;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Caches the endpoint of each bucket. The SDK evaluates its endpoint rules twice a call, for the
 * address and for the signature. With constant client settings the result depends only on the
 * bucket.
 */
final class CachedEndpoints implements S3EndpointProvider {
  private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
  private final Map<String, CompletableFuture<Endpoint>> known = new ConcurrentHashMap<>();

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams parameters) {
    return known.computeIfAbsent(parameters.bucket(), bucket -> rules.resolveEndpoint(parameters));
  }
}
