package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.Scope;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The region of the bucket of a deployed stack. S3 is a stand-in. */
class PrimaryCheckupTest {
  @ParameterizedTest
  @CsvSource({
    "200, eu-central-1, OK, eu-central-1",
    "301, eu-west-1, FINDING, 'the bucket is in eu-west-1, the functions are in eu-central-1'"
  })
  void comparesTheRegionOfTheBucket(
      int status, String region, CheckResult.State state, String found) {
    try (HttpEndpoint s3 =
        HttpEndpoint.start(
            ListenAddress.LOOPBACK,
            0,
            call -> HttpAnswer.empty(status).with("x-amz-bucket-region", region))) {
      Map<String, String> variables = new TreeMap<>(StackSettingsTest.PROCESS);
      variables.putAll(StackSettingsTest.DEPLOYED);
      variables.put("PRIMARY_ENDPOINT", s3.uri().toString());
      try (PrimaryCheckup primary =
          new PrimaryCheckup(Installation.of(variables, Optional.of("prod")), Scope.ALL, 0)) {
        CheckResult result = primary.checkRegion();

        assertThat(result.state()).isEqualTo(state);
        assertThat(result.found()).isEqualTo(found);
      }
    }
  }
}
