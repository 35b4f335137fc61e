package dev.understudy.lab.stack;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.lab.http.ListenAddress;
import dev.understudy.lab.queue.SqsServer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The environment variables by which functions and clients reach the stack.
 *
 * @param fansOut whether the primary sends its events to the topic
 */
record StackVariables(
    StandbyName name,
    StoreAccess primary,
    StoreAccess standby,
    StackQueues queue,
    BooleanSupplier fansOut) {
  private static final String TOPIC = "CHANGES_TOPIC_ARN";

  /** The variables of one standby. */
  static StackVariables of(
      StandbyName name, StackPrimary primary, StackStore standby, StackQueues queue) {
    return new StackVariables(
        name, primary.access(), standby.access(), queue, primary.notifications()::fansOut);
  }

  /** The variables of the functions in this JVM. */
  Map<String, String> forFunctions(StackConfig config, StackTimings timings) {
    Map<String, String> variables = storesAndQueues();
    config.awsKeys().sessionToken().ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
    variables.put("DEADLINE_GUARD_SECONDS", Long.toString(timings.guard().toSeconds()));
    // A topic may be put in front of the queues later.
    if (primary.embedded()) {
      variables.put(TOPIC, SqsNotifications.TOPIC_ARN);
    }
    variables.put("GRACE_SECONDS", Long.toString(timings.grace().toSeconds()));
    variables.putAll(probe());
    variables.put("CHECK_TIMEOUT_SECONDS", "5");
    variables.putAll(config.functionVariables());
    return variables;
  }

  /** The variables that a client needs, in display order. */
  Map<String, String> forClients(URI lambda, URI cloudWatch) {
    Map<String, String> variables = storesAndQueues();
    variables.put("LAMBDA_ENDPOINT", lambda.toString());
    variables.put("CLOUDWATCH_ENDPOINT", cloudWatch.toString());
    return variables;
  }

  /**
   * The variables of a function in a container on this machine that differ from the template's. AWS
   * credentials are left out: SAM passes those of its own environment.
   */
  Map<String, String> forContainers(URI cloudWatch) {
    Map<String, String> variables = storesAndQueues();
    variables.keySet().removeIf(name -> name.startsWith("AWS_"));
    variables.put("CLOUDWATCH_ENDPOINT", cloudWatch.toString());
    variables.putAll(probe());
    variables.replaceAll(
        (name, value) ->
            name.endsWith("_ENDPOINT") || name.endsWith("_URL")
                ? ListenAddress.fromContainers(URI.create(value)).toString()
                : value);
    if (StandbySecret.isExposed(ListenAddress.fromContainers(standby.endpoint()))) {
      variables.put("STANDBY_ALLOW_HTTP", "true");
    }
    // The template's values are names of SSM parameters, which do not exist here.
    variables.put("PRIMARY_OWNER", primary.embedded() ? SqsServer.ACCOUNT : "");
    variables.put("STANDBY_SECRET_ID", "");
    variables.put("PUBLIC_URL", "");
    return variables;
  }

  private Map<String, String> storesAndQueues() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", primary.keys().accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", primary.keys().secretKey());
    variables.put("AWS_REGION", primary.region());
    variables.put("PRIMARY_ENDPOINT", primary.endpoint().toString());
    variables.put("PRIMARY_BUCKET", primary.bucket());
    variables.put("STANDBY_ENDPOINT", standby.endpoint().toString());
    variables.put("STANDBY_ACCESS_KEY", standby.keys().accessKey());
    variables.put("STANDBY_SECRET_KEY", standby.keys().secretKey());
    variables.put("STANDBY_BUCKET", standby.bucket());
    variables.put("STANDBY_REGION", standby.region());
    standby.caPem().ifPresent(pem -> variables.put("STANDBY_CA_PEM", pem));
    if (StandbySecret.isExposed(standby.endpoint())) {
      // StackConfig has checked that it is allowed, or the server is embedded.
      variables.put("STANDBY_ALLOW_HTTP", "true");
    }
    variables.put("SQS_ENDPOINT", queue.endpoint().toString());
    variables.put("CHANGES_QUEUE_URL", queue.queues().changes().url());
    variables.put("REPAIRS_QUEUE_URL", queue.queues().repairs().url());
    variables.put("DEAD_LETTER_QUEUE_URL", queue.queues().deadLetter().url());
    if (fansOut.getAsBoolean()) {
      variables.put(TOPIC, SqsNotifications.TOPIC_ARN);
    }
    if (!name.isFirst()) {
      variables.put("METRIC_NAMESPACE", name.namespace());
    }
    return variables;
  }

  /** The probe's addresses: the stack has no edge, and an embedded standby has no disk metrics. */
  private Map<String, String> probe() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PRIMARY_HEALTH_URL", health(primary));
    variables.put("STANDBY_HEALTH_URL", health(standby));
    if (!standby.embedded()) {
      variables.put(
          "STANDBY_METRICS_URL",
          standby.endpoint().resolve("/minio/v2/metrics/cluster").toString());
    }
    return variables;
  }

  private static String health(StoreAccess store) {
    return store
        .endpoint()
        .resolve("/%s/%s".formatted(store.bucket(), HealthObject.KEY))
        .toString();
  }
}
