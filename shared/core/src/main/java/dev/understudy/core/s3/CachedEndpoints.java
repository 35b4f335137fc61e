package dev.understudy.core.s3;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Where a client's buckets are, worked out once for each. The SDK goes through its rules twice a
 * call, for the address and for how to sign; a client whose settings stay the same gets the same
 * answer each time, whatever the key.
 */
final class CachedEndpoints implements S3EndpointProvider {
  private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
  private final Map<String, CompletableFuture<Endpoint>> known = new ConcurrentHashMap<>();

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams parameters) {
    return known.computeIfAbsent(parameters.bucket(), bucket -> rules.resolveEndpoint(parameters));
  }
}
