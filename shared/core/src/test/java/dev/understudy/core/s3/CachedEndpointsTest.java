package dev.understudy.core.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** What is remembered is what the SDK's own rules say, each bucket by itself. */
class CachedEndpointsTest {
  private final CachedEndpoints known = new CachedEndpoints();

  @ParameterizedTest
  @ValueSource(strings = {"assets", "assets.example.com", "Capitals"})
  void saysWhatTheRulesSay(String bucket) {
    S3EndpointParams asked = of(bucket);
    Endpoint rules = S3EndpointProvider.defaultProvider().resolveEndpoint(asked).join();

    assertThat(known.resolveEndpoint(asked).join()).isEqualTo(rules);
    assertThat(known.resolveEndpoint(of(bucket)).join()).as("remembered").isEqualTo(rules);
  }

  @Test
  void keepsBucketsApart() {
    assertThat(known.resolveEndpoint(of("assets")).join().endpointUrl().toUri())
        .hasToString("https://assets.s3.eu-central-1.amazonaws.com");
    assertThat(known.resolveEndpoint(of("videos")).join().endpointUrl().toUri())
        .hasToString("https://videos.s3.eu-central-1.amazonaws.com");
  }

  @Test
  void refusesWhatTheRulesRefuseEachTime() {
    S3EndpointParams nowhere = S3EndpointParams.builder().bucket("assets").build();

    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> known.resolveEndpoint(nowhere).join())
          .hasRootCauseInstanceOf(SdkClientException.class)
          .hasMessageContaining("region");
    }
  }

  private static S3EndpointParams of(String bucket) {
    return S3EndpointParams.builder().bucket(bucket).region(Region.EU_CENTRAL_1).build();
  }
}
