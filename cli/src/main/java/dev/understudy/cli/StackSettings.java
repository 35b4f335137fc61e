package dev.understudy.cli;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * The settings of a deployed stack, as the live version of its health probe has them. That function
 * knows both stores, the secret and all queues. A stack's parameters may be newer than what runs.
 */
final class StackSettings {
  /** The variable of the scope that the reconciler has, and the health probe has not. */
  static final String MAX_AGE = "REPLICATE_MAX_AGE_DAYS";

  /** The alias of the version that runs. */
  static final String ALIAS = "live";

  private StackSettings() {}

  /**
   * @param process the variables of the process, of which only those of the AWS SDK count
   * @param overrides what --set names, such as LAMBDA_ENDPOINT
   * @throws ConfigurationException if there is no such stack in this region
   */
  static Map<String, String> read(
      String stack, Map<String, String> process, Map<String, String> overrides) {
    Map<String, String> variables = new TreeMap<>();
    process.forEach(
        (name, value) -> {
          if (name.startsWith("AWS_")) {
            variables.put(name, value);
          }
        });
    variables.putIfAbsent("AWS_REGION", defaultRegion());
    Environment environment = new Environment(with(variables, overrides));
    AwsAccess aws = AwsAccess.of(environment);
    try (LambdaClient lambda = Clients.lambda(aws, environment.endpoint("LAMBDA_ENDPOINT"))) {
      variables.putAll(ofFunction(lambda, stack, "health-probe", aws.regionName()));
    }
    variables.put("REPLICATOR_FUNCTION", stack + "-replicator:" + ALIAS);
    variables.put("RECONCILER_FUNCTION", stack + "-reconciler:" + ALIAS);
    variables.put("HEALTH_PROBE_FUNCTION", stack + "-health-probe:" + ALIAS);
    return variables;
  }

  /**
   * The maximum age of the scope, which the health probe does not have. Empty for any age.
   *
   * @param variables of {@link #read}, with what --set names
   */
  static Optional<String> maxAgeDays(String stack, Map<String, String> variables) {
    Environment environment = new Environment(variables);
    AwsAccess aws = AwsAccess.of(environment);
    try (LambdaClient lambda = Clients.lambda(aws, environment.endpoint("LAMBDA_ENDPOINT"))) {
      return Optional.ofNullable(
          ofFunction(lambda, stack, "reconciler", aws.regionName()).get(MAX_AGE));
    }
  }

  private static Map<String, String> ofFunction(
      LambdaClient lambda, String stack, String function, String region) {
    try {
      var configuration =
          lambda.getFunctionConfiguration(
              request -> request.functionName(stack + "-" + function).qualifier(ALIAS));
      return Optional.ofNullable(configuration.environment())
          .map(variables -> variables.variables())
          .orElse(Map.of());
    } catch (ResourceNotFoundException e) {
      throw new ConfigurationException(
          "there is no stack %s in %s: the function %s-%s does not exist"
              .formatted(stack, region, stack, function));
    }
  }

  private static Map<String, String> with(
      Map<String, String> variables, Map<String, String> overrides) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(overrides);
    return all;
  }

  private static String defaultRegion() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      return "";
    }
  }
}
