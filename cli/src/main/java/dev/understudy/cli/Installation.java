package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.Deployment;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One installation: its stores, queues and functions. Holds no connection. Its text form holds no
 * secret.
 *
 * @param stack the CloudFormation stack; empty for a local stack
 * @param lambda a Lambda endpoint other than AWS's
 * @param cloudWatch a CloudWatch endpoint other than AWS's
 * @param cloudFormation a CloudFormation endpoint other than AWS's
 * @param cloudWatchLogs a CloudWatch Logs endpoint other than AWS's
 * @param sns an SNS endpoint other than AWS's
 * @param functions the names or ARNs of the three functions
 */
record Installation(
    Deployment deployment,
    Optional<String> stack,
    Queues queues,
    Optional<URI> lambda,
    Optional<URI> cloudWatch,
    Optional<URI> cloudFormation,
    Optional<URI> cloudWatchLogs,
    Optional<URI> sns,
    FunctionNames functions) {

  /**
   * The URLs of the queues.
   *
   * @param changesTopicArn the topic that may stand between the primary and the changes queue
   */
  record Queues(
      String changes, Optional<String> changesTopicArn, String repairs, String deadLetter) {}

  /** The names or ARNs of the functions. */
  record FunctionNames(String replicator, String reconciler, String healthProbe) {}

  /**
   * Reads the variables that docs/cli.md lists.
   *
   * @throws ConfigurationException that lists everything that is missing or wrong
   */
  static Installation of(Map<String, String> variables, Optional<String> stack) {
    if (!variables.containsKey("PRIMARY_BUCKET")) {
      throw new ConfigurationException(
          "no installation is named: use --stack NAME or --env FILE, or set PRIMARY_BUCKET and the"
              + " other variables of docs/cli.md");
    }
    Environment environment = new Environment(variables);
    Installation installation =
        new Installation(
            Deployment.of(environment),
            stack,
            new Queues(
                environment.required("CHANGES_QUEUE_URL"),
                environment.optional("CHANGES_TOPIC_ARN"),
                environment.required("REPAIRS_QUEUE_URL"),
                environment.required("DEAD_LETTER_QUEUE_URL")),
            environment.endpoint("LAMBDA_ENDPOINT"),
            environment.endpoint("CLOUDWATCH_ENDPOINT"),
            environment.endpoint("CLOUDFORMATION_ENDPOINT"),
            environment.endpoint("CLOUDWATCH_LOGS_ENDPOINT"),
            environment.endpoint("SNS_ENDPOINT"),
            new FunctionNames(
                environment.optional("REPLICATOR_FUNCTION").orElse("replicator"),
                environment.optional("RECONCILER_FUNCTION").orElse("reconciler"),
                environment.optional("HEALTH_PROBE_FUNCTION").orElse("health-probe")));
    environment.verify();
    return installation;
  }

  /**
   * The log group of a function.
   *
   * @param function its name without that of the stack
   * @throws ConfigurationException as {@link #deployedStack}
   */
  String logGroup(String function) {
    return "/understudy/%s/%s".formatted(deployedStack(), function);
  }

  /**
   * The name of the CloudFormation stack.
   *
   * @throws ConfigurationException if the installation is a local stack
   */
  String deployedStack() {
    return stack.orElseThrow(
        () ->
            new ConfigurationException(
                "only a deployed stack can answer this: use --stack NAME, or export"
                    + " UNDERSTUDY_STACK"));
  }
}
