package dev.understudy.core.s3.wire;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Where the requests of one bucket go, and the region that they are signed for. Equal to what the
 * endpoint rules of the SDK's {@code S3Client} say for general purpose buckets, without its module.
 *
 * @param uri the bucket's address; its path has no slash at the end
 */
record WireEndpoint(URI uri, String signingRegion) {
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  /** Buckets that a wildcard certificate covers: names without a dot. */
  private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

  /** Access points by their ARN, and directory buckets, which have a protocol of their own. */
  private static final Pattern UNSUPPORTED = Pattern.compile("arn:.*|.*--xa?-s3");

  private static final Pattern IP_ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|\\[.*");

  /**
   * Without an endpoint, the SDK's settings apply: its endpoint for S3 (such as {@code
   * AWS_ENDPOINT_URL_S3}), dual-stack and FIPS endpoints, each from environment variables, system
   * properties or the profile.
   *
   * @param override an S3 endpoint other than AWS's, addressed path-style
   * @throws SdkClientException if this bucket has no endpoint with these settings
   */
  static WireEndpoint of(Region region, Optional<URI> override, String bucket) {
    if (UNSUPPORTED.matcher(bucket).matches()) {
      throw SdkClientException.create(
          bucket + " is not the name of a general purpose bucket; access points need their alias");
    }
    if (override.isPresent()) {
      return new WireEndpoint(address(override.get(), bucket, false), region.id());
    }
    URI server = server(region);
    boolean byHost =
        HOST_LABEL.matcher(bucket).matches() && !IP_ADDRESS.matcher(server.getHost()).matches();
    return new WireEndpoint(address(server, bucket, byHost), region.id());
  }

  private static URI address(URI server, String bucket, boolean byHost) {
    return URI.create(
        server.getScheme()
            + "://"
            + (byHost ? bucket + "." : "")
            + server.getRawAuthority()
            + server.getRawPath().replaceFirst("/$", "")
            + (byHost ? "" : "/" + SdkHttpUtils.urlEncode(bucket)));
  }

  private static URI server(Region region) {
    boolean dualStack =
        DualstackEnabledProvider.builder().build().isDualstackEnabled().orElse(false);
    boolean fips = FipsEnabledProvider.builder().build().isFipsEnabled().orElse(false);
    Optional<URI> configured = configured();
    if (configured.isEmpty()) {
      return ofAws(region, dualStack, fips);
    }
    URI endpoint = configured.get();
    if (dualStack || fips) {
      throw SdkClientException.create(
          "The S3 endpoint %s cannot be combined with dual-stack or FIPS endpoints: unset one"
              .formatted(endpoint));
    }
    if (endpoint.getHost() == null) {
      throw SdkClientException.create(
          "The S3 endpoint %s has no valid host name".formatted(endpoint));
    }
    return endpoint;
  }

  private static URI ofAws(Region region, boolean dualStack, boolean fips) {
    if (!REGION.matcher(region.id()).matches() || region.isGlobalRegion()) {
      throw SdkClientException.create(
          "\"%s\" is not the name of a Region that has buckets".formatted(region));
    }
    PartitionMetadata partition = PartitionMetadata.of(region);
    if (fips && partition.id().equals("aws-cn")) {
      throw SdkClientException.create("The Regions of China have no FIPS endpoints");
    }
    return URI.create(
        "https://s3%s%s.%s.%s"
            .formatted(
                fips ? "-fips" : "", dualStack ? ".dualstack" : "", region, partition.dnsSuffix()));
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
}
