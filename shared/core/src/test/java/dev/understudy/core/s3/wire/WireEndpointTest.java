package dev.understudy.core.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

/** The addresses are those of the AWS documentation ("Amazon S3 endpoints and quotas"). */
class WireEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "eu-central-1, assets, https://assets.s3.eu-central-1.amazonaws.com",
    "us-east-1, assets, https://assets.s3.us-east-1.amazonaws.com",
    "us-gov-west-1, assets, https://assets.s3.us-gov-west-1.amazonaws.com",
    "cn-north-1, assets, https://assets.s3.cn-north-1.amazonaws.com.cn",
    "eu-central-1, assets.example.com, https://s3.eu-central-1.amazonaws.com/assets.example.com"
  })
  void addressesTheBucketByHostWhereACertificateAllows(String region, String bucket, String uri) {
    WireEndpoint endpoint = WireEndpoint.of(Region.of(region), Optional.empty(), bucket);

    assertThat(endpoint.uri()).hasToString(uri);
    assertThat(endpoint.signingRegion()).isEqualTo(region);
  }

  @ParameterizedTest
  @CsvSource({
    "aws.useDualstackEndpoint, true, https://assets.s3.dualstack.eu-central-1.amazonaws.com",
    "aws.useFipsEndpoint, true, https://assets.s3-fips.eu-central-1.amazonaws.com",
    "aws.endpointUrlS3, http://127.0.0.1:4566, http://127.0.0.1:4566/assets",
    "aws.endpointUrl, https://s3.example.com, https://assets.s3.example.com"
  })
  void obeysTheSettingsOfTheSdk(String property, String value, String uri) {
    System.setProperty(property, value);
    try {
      assertThat(WireEndpoint.of(Region.EU_CENTRAL_1, Optional.empty(), "assets").uri())
          .hasToString(uri);
    } finally {
      System.clearProperty(property);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://minio.example.com:9000, https://minio.example.com:9000/assets",
    "http://127.0.0.1:9000, http://127.0.0.1:9000/assets",
    "http://[::1]:9000, http://[::1]:9000/assets",
    "https://minio.example.com, https://minio.example.com/assets"
  })
  void addressesTheBucketByPathElsewhere(URI override, String uri) {
    WireEndpoint endpoint = WireEndpoint.of(Region.US_EAST_1, Optional.of(override), "assets");

    assertThat(endpoint.uri()).hasToString(uri);
  }

  @Test
  void refusesAnEndpointWithoutAHostName() {
    System.setProperty("aws.endpointUrlS3", "http://local_stack:4566");
    try {
      assertThatThrownBy(() -> WireEndpoint.of(Region.EU_CENTRAL_1, Optional.empty(), "assets"))
          .isInstanceOf(SdkClientException.class)
          .hasMessageContaining("http://local_stack:4566 has no valid host name");
    } finally {
      System.clearProperty("aws.endpointUrlS3");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:::assets",
        "arn:aws:s3:eu-central-1:123456789012:accesspoint/assets",
        "assets--euc1-az1--x-s3"
      })
  void refusesWhatIsNoGeneralPurposeBucket(String bucket) {
    assertThatThrownBy(() -> WireEndpoint.of(Region.EU_CENTRAL_1, Optional.empty(), bucket))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining(bucket + " is not the name of a general purpose bucket");
  }
}
