package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.object.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Switches replication of a deployed stack off and on. It changes the parameters Promoted,
 * Deployment and Release, and keeps the template and everything else. Used by one thread.
 */
final class StackPromotion implements AutoCloseable {
  private static final String PROMOTED = "Promoted";
  private static final String DEPLOYMENT = "Deployment";
  private static final String RELEASE = "Release";
  private static final int RELEASE_DIGITS = 16;

  private final String stack;
  private final Installation installation;
  private final CloudFormationClient cloudFormation;
  private final LambdaClient lambda;

  /**
   * @param installation a deployed stack
   */
  StackPromotion(Installation installation) {
    this.stack = installation.stack().orElseThrow();
    this.installation = installation;
    this.cloudFormation = Clients.cloudFormation(installation);
    this.lambda = Clients.lambda(installation.deployment().aws(), installation.lambda());
  }

  /**
   * Updates the stack, unless it has this setting already, and waits for the end.
   *
   * @throws ConfigurationException if the stack has no parameter Release, or another update is in
   *     progress
   */
  void set(boolean promoted) {
    Stack now = describe();
    Map<String, String> parameters = new TreeMap<>();
    now.parameters().forEach(one -> parameters.put(one.parameterKey(), one.parameterValue()));
    boolean inProgress = now.stackStatusAsString().endsWith("_IN_PROGRESS");
    if (!inProgress) {
      update(parameters, promoted);
    } else if (!String.valueOf(promoted).equals(parameters.get(PROMOTED))) {
      throw new ConfigurationException(
          "the stack %s is being updated; end that with: aws cloudformation cancel-update-stack"
                  .formatted(stack)
              + " --stack-name "
              + stack);
    }
    cloudFormation.waiter().waitUntilStackUpdateComplete(r -> r.stackName(stack));
  }

  private Stack describe() {
    return cloudFormation.describeStacks(r -> r.stackName(stack)).stacks().get(0);
  }

  /** AllAtOnce, because a canary takes minutes and stops while an alarm is on. */
  private void update(Map<String, String> before, boolean promoted) {
    if (!before.containsKey(RELEASE)) {
      throw new ConfigurationException(
          "the stack %s has no parameter Release: deploy this version with scripts/deploy first"
              .formatted(stack));
    }
    List<Parameter> parameters = new ArrayList<>();
    before.keySet().stream()
        .filter(name -> !List.of(PROMOTED, DEPLOYMENT, RELEASE).contains(name))
        .map(name -> Parameter.builder().parameterKey(name).usePreviousValue(true).build())
        .forEach(parameters::add);
    parameters.add(parameter(PROMOTED, String.valueOf(promoted)));
    parameters.add(parameter(DEPLOYMENT, "AllAtOnce"));
    parameters.add(parameter(RELEASE, release(before.get(RELEASE), promoted)));
    cloudFormation.updateStack(
        r ->
            r.stackName(stack)
                .usePreviousTemplate(true)
                .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND)
                .parameters(parameters));
  }

  private static Parameter parameter(String name, String value) {
    return Parameter.builder().parameterKey(name).parameterValue(value).build();
  }

  /** A new release publishes a version of each function, also when the command is repeated. */
  private static String release(String before, boolean promoted) {
    return Sha256.hex("%s Promoted=%s".formatted(before, promoted)).substring(0, RELEASE_DIGITS);
  }

  /** The setting PROMOTED of each function, as its live version has it. */
  Map<String, String> running() {
    Map<String, String> settings = new TreeMap<>();
    Installation.FunctionNames names = installation.functions();
    Stream.of(names.replicator(), names.reconciler(), names.healthProbe())
        .forEach(name -> settings.put(name, running(name)));
    return settings;
  }

  private String running(String function) {
    return Optional.ofNullable(
            lambda.getFunctionConfiguration(r -> r.functionName(function)).environment())
        .map(environment -> environment.variables().getOrDefault("PROMOTED", "false"))
        .orElse("false");
  }

  @Override
  public void close() {
    cloudFormation.close();
    lambda.close();
  }
}
