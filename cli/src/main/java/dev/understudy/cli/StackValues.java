package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * The parameters and outputs of a deployed stack. A parameter that names an SSM parameter has the
 * value of that one.
 */
final class StackValues {
  private final String stack;
  private final Map<String, String> values = new HashMap<>();

  private StackValues(String stack) {
    this.stack = stack;
  }

  /**
   * @throws ConfigurationException if the installation is a local stack
   */
  static StackValues read(Installation installation) {
    String name = installation.deployedStack();
    StackValues found = new StackValues(name);
    try (CloudFormationClient cloudFormation = Clients.cloudFormation(installation)) {
      Stack stack = cloudFormation.describeStacks(r -> r.stackName(name)).stacks().get(0);
      stack.outputs().forEach(one -> found.values.put(one.outputKey(), one.outputValue()));
      stack
          .parameters()
          .forEach(
              one ->
                  found.values.put(
                      one.parameterKey(),
                      Optional.ofNullable(one.resolvedValue()).orElse(one.parameterValue())));
    }
    return found;
  }

  /**
   * @throws ConfigurationException if the stack has no such value, or it is empty
   */
  String get(String name) {
    String value = values.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new ConfigurationException(
          "the stack %s has no parameter or output %s, or it is empty".formatted(stack, name));
    }
    return value;
  }
}
