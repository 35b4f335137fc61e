package dev.understudy.core.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** Compares the wire's addresses with those of the endpoint rules of the SDK's {@code S3Client}. */
class SameEndpointsTest {
  private static final List<String> BUCKETS =
      List.of(
          "assets",
          "assets-2",
          "a-very-long-name-of-a-bucket-that-has-sixty-three-characters-ab",
          "assets.example.com",
          "a.b",
          "192.168.1.1",
          "a..b",
          "ab",
          "Assets",
          "a_b",
          "-ab",
          "ab-",
          "xn--abc",
          "bucket-s3alias",
          "x--op-s3",
          "a b",
          "a/b",
          "a%b",
          "a:b",
          "\u00fc");

  private static final List<String> ENDPOINTS =
      List.of(
          "https://minio.example.com:9000",
          "http://127.0.0.1:9000",
          "https://[::1]:9000",
          "https://s3.example.com",
          "https://s3.example.com/base");

  @AfterEach
  void clear() {
    System.clearProperty("aws.endpointUrlS3");
    System.clearProperty("aws.useDualstackEndpoint");
    System.clearProperty("aws.useFipsEndpoint");
  }

  /** Every Region that the SDK knows, and those that it will know later. */
  static Stream<Region> regions() {
    return Stream.concat(
        Region.regions().stream().filter(region -> !region.isGlobalRegion()),
        Stream.of("xx-moon-1", "us-gov-moon-1", "cn-moon-1", "us-iso-moon-1", "us-isob-moon-1")
            .map(Region::of));
  }

  @ParameterizedTest
  @MethodSource("regions")
  void inEveryRegionAndKindOfEndpoint(Region region) {
    for (boolean dualStack : List.of(false, true)) {
      for (boolean fips : List.of(false, true)) {
        System.setProperty("aws.useDualstackEndpoint", Boolean.toString(dualStack));
        System.setProperty("aws.useFipsEndpoint", Boolean.toString(fips));
        for (String bucket : BUCKETS) {
          S3EndpointParams.Builder asked = asked(region, bucket).useDualStack(dualStack);
          assertSame(region, Optional.empty(), bucket, asked.useFips(fips).build());
        }
      }
    }
  }

  /** No bucket is in a pseudo-Region such as aws-global. */
  @Test
  void notInAGlobalRegion() {
    for (String region : List.of("aws-global", "aws-iso-global", "eu_west")) {
      assertThatThrownBy(() -> WireEndpoint.of(Region.of(region), Optional.empty(), "assets"))
          .hasMessageContaining("\"%s\" is not the name of a Region", region);
    }
  }

  @ParameterizedTest
  @MethodSource("regions")
  void withAnEndpointOfItsOwn(Region region) {
    for (String endpoint : ENDPOINTS) {
      for (String bucket : BUCKETS) {
        S3EndpointParams.Builder asked = asked(region, bucket).endpoint(endpoint);
        assertSame(
            region, Optional.of(URI.create(endpoint)), bucket, asked.forcePathStyle(true).build());
      }
    }
  }

  /** Except that a bucket with dots is always addressed by path, also over plain HTTP. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withAnEndpointInTheSettings(boolean dualStack) {
    System.setProperty("aws.useDualstackEndpoint", Boolean.toString(dualStack));
    for (String endpoint : ENDPOINTS) {
      System.setProperty("aws.endpointUrlS3", endpoint);
      for (String bucket : BUCKETS) {
        if (endpoint.startsWith("https:") || !bucket.contains(".")) {
          S3EndpointParams.Builder asked = asked(Region.EU_WEST_1, bucket).endpoint(endpoint);
          assertSame(
              Region.EU_WEST_1, Optional.empty(), bucket, asked.useDualStack(dualStack).build());
        }
      }
    }
  }

  private static S3EndpointParams.Builder asked(Region region, String bucket) {
    return S3EndpointParams.builder().region(region).bucket(bucket);
  }

  private static void assertSame(
      Region region, Optional<URI> override, String bucket, S3EndpointParams asked) {
    Optional<Endpoint> expected = sdk(asked);
    if (expected.isEmpty()) {
      assertThatThrownBy(() -> WireEndpoint.of(region, override, bucket))
          .as("%s %s %s", region, override, bucket)
          .isInstanceOf(SdkClientException.class);
      return;
    }
    SigV4AuthScheme signing =
        (SigV4AuthScheme) expected.get().attribute(AwsEndpointAttribute.AUTH_SCHEMES).get(0);
    assertThat(WireEndpoint.of(region, override, bucket))
        .as("%s %s %s", region, override, bucket)
        .isEqualTo(new WireEndpoint(expected.get().endpointUrl().toUri(), signing.signingRegion()));
    assertThat(signing.signingName()).isEqualTo("s3");
  }

  private static Optional<Endpoint> sdk(S3EndpointParams asked) {
    try {
      return Optional.of(S3EndpointProvider.defaultProvider().resolveEndpoint(asked).join());
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(SdkClientException.class);
      return Optional.empty();
    }
  }
}
