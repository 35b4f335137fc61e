package dev.understudy.core.s3.wire;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Where the requests of one bucket go, and the region that they are signed for, as the SDK's
 * endpoint rules say.
 *
 * @param uri the bucket's address; its path has no slash at the end
 */
record WireEndpoint(URI uri, String signingRegion) {

  /**
   * Evaluates the rules. Without an endpoint, the SDK's settings apply: its endpoint for S3 (such
   * as {@code AWS_ENDPOINT_URL_S3}), dual-stack and FIPS endpoints, each from environment
   * variables, system properties or the profile.
   *
   * @param override an S3 endpoint other than AWS's, addressed path-style
   * @throws SdkClientException if the rules have no endpoint for this bucket
   */
  static WireEndpoint of(Region region, Optional<URI> override, String bucket) {
    S3EndpointParams.Builder asked = S3EndpointParams.builder().region(region).bucket(bucket);
    if (override.isPresent()) {
      asked.endpoint(override.get().toString()).forcePathStyle(true);
    } else {
      configured().ifPresent(endpoint -> asked.endpoint(endpoint.toString()));
      asked.useDualStack(
          DualstackEnabledProvider.builder().build().isDualstackEnabled().orElse(false));
      asked.useFips(FipsEnabledProvider.builder().build().isFipsEnabled().orElse(false));
    }
    try {
      return of(S3EndpointProvider.defaultProvider().resolveEndpoint(asked.build()).join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof SdkClientException known) {
        throw known;
      }
      throw e;
    }
  }

  private static Optional<URI> configured() {
    return AwsClientEndpointProvider.builder()
        .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
        .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
        .serviceProfileProperty("s3")
        .profileFile(ProfileFile::defaultProfileFile)
        .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
        .resolveFromOverrides();
  }

  private static WireEndpoint of(Endpoint endpoint) {
    String region =
        Optional.ofNullable(endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES))
            .orElse(List.of())
            .stream()
            .filter(SigV4AuthScheme.class::isInstance)
            .map(scheme -> ((SigV4AuthScheme) scheme).signingRegion())
            .findFirst()
            .orElseThrow(
                () -> SdkClientException.create("The bucket does not accept Signature Version 4"));
    return new WireEndpoint(endpoint.endpointUrl().toUri(), region);
  }
}
