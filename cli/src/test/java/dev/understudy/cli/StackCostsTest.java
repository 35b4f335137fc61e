package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.understudy.cli.plan.Prices;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** The costs of a deployed stack. CloudWatch and Lambda are stand-ins. */
class StackCostsTest {
  private static StackCosts costs(URI lambda, URI cloudWatch) {
    Map<String, String> variables = new TreeMap<>(StackSettingsTest.PROCESS);
    variables.putAll(StackSettingsTest.DEPLOYED);
    variables.put("LAMBDA_ENDPOINT", lambda.toString());
    variables.put("CLOUDWATCH_ENDPOINT", cloudWatch.toString());
    return new StackCosts(
        Installation.of(variables, Optional.of("prod")), Prices.load(Optional.empty()));
  }

  /** Three functions of 1 GB, and sixty values of each metric. */
  @Test
  void addsUpTheMetricsOfTheStack() {
    try (CloudWatchStandIn services = new CloudWatchStandIn()) {
      Map<String, Object> read = costs(services.uri(), services.uri()).read();

      assertThat(read).containsKeys("until", "usdPerDay", "usdPerMonth");
      assertThat(read)
          .extractingByKey("items", LIST)
          .extracting(row -> String.valueOf(((Map<?, ?>) row).get("quantity")))
          .containsExactly("12", "24000", "633333", "0", "360000", "180000", "0.54");
      assertThat(read)
          .extractingByKey("saved", LIST)
          .extracting(row -> String.valueOf(((Map<?, ?>) row).get("quantity")))
          .containsExactly("1.80", "60000", "0.60");
    }
  }

  @Test
  void doesNotReadAgainWithinTenMinutes() {
    try (CloudWatchStandIn services = new CloudWatchStandIn()) {
      StackCosts costs = costs(services.uri(), services.uri());

      assertThat(costs.read()).isEqualTo(costs.read());
      assertThat(services.metricRequests()).isEqualTo(1);
    }
  }

  /** The costs depend on the memory, so they are unknown without it. */
  @Test
  void failsWhereTheMemoryOfAFunctionCannotBeRead() {
    try (CloudWatchStandIn services = new CloudWatchStandIn();
        HttpEndpoint lambda =
            HttpEndpoint.start(
                ListenAddress.LOOPBACK, 0, call -> HttpAnswer.json(403, "{\"Message\":\"no\"}"))) {
      assertThatThrownBy(() -> costs(lambda.uri(), services.uri()).read())
          .isInstanceOf(LambdaException.class);
    }
  }
}
