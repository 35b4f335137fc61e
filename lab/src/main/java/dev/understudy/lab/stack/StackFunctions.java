package dev.understudy.lab.stack;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.healthprobe.HealthProbeHandler;
import dev.understudy.lab.function.EventSourceMapping;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.FunctionSettings;
import dev.understudy.lab.function.LambdaEndpoint;
import dev.understudy.lab.function.Schedule;
import dev.understudy.lab.metric.CloudWatchRecorder;
import dev.understudy.lab.metric.MetricId;
import dev.understudy.lab.metric.Series;
import dev.understudy.lab.workflow.RangedPasses;
import dev.understudy.reconciler.ReconcilerHandler;
import dev.understudy.replicator.ReplicatorHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The functions, what invokes them, and the receivers of their log lines and metrics. */
record StackFunctions(LambdaEndpoint lambda, CloudWatchRecorder cloudWatch, HandlerLines lines) {
  static final String REPLICATOR = "replicator";
  static final String RECONCILER = "reconciler";
  static final String PROBE = "health-probe";

  /**
   * Starts the functions, their event source mappings and their schedules.
   *
   * @param variables of the functions
   */
  static StackFunctions start(
      StackVariables variables,
      StackConfig config,
      StackTimings timings,
      Ports ports,
      StackQueues queue,
      ResourceStack resources) {
    Map<String, String> environment = variables.forFunctions(config, timings);
    CloudWatchRecorder cloudWatch = resources.add(recorder(ports));
    Map<String, String> forProbe = new HashMap<>(environment);
    forProbe.put("CLOUDWATCH_ENDPOINT", cloudWatch.uri().toString());
    FunctionHost replicator =
        host(timings.function(REPLICATOR), () -> new ReplicatorHandler(environment), resources);
    FunctionHost reconciler =
        host(timings.function(RECONCILER), () -> new ReconcilerHandler(environment), resources);
    FunctionHost probe =
        host(timings.function(PROBE), () -> new HealthProbeHandler(forProbe), resources);
    HandlerLines lines =
        new HandlerLines(
            config.standbyName().namespace(), cloudWatch, replicator, reconciler, probe);
    resources.add(LogTap.open(lines));
    LambdaEndpoint lambda =
        resources.add(
            LambdaEndpoint.start(
                ports.listenAddress(), ports.lambda(), replicator, reconciler, probe));
    mapQueues(queue, replicator, timings, resources);
    scheduleReconciler(reconciler, config.reconcilerRanges(), timings, resources);
    schedule(probe, timings.probing(), resources);
    return new StackFunctions(lambda, cloudWatch, lines);
  }

  /** A client of the Lambda API; the caller closes it. */
  LambdaClient client(AccessKeys keys) {
    return LambdaClient.builder()
        .endpointOverride(lambda.uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(keys.provider())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  /** A metric that a function has logged about this primary bucket. */
  Series metric(String name, String bucket) {
    Map<String, String> dimensions = Map.of(Telemetry.DIMENSION, bucket);
    return cloudWatch.metrics().of(new MetricId(lines.namespace(), name, dimensions));
  }

  /** Passes every further line of these functions to the reader; the caller closes the tap. */
  LogTap follow(Consumer<String> reader) {
    return LogTap.open(
        line -> {
          if (lines.isOurs(line)) {
            reader.accept(line);
          }
        });
  }

  private static CloudWatchRecorder recorder(Ports ports) {
    return CloudWatchRecorder.start(ports.listenAddress(), ports.cloudWatch(), Clock.systemUTC());
  }

  private static FunctionHost host(
      FunctionSettings settings,
      Supplier<? extends RequestStreamHandler> handlers,
      ResourceStack resources) {
    return resources.add(new FunctionHost(settings, handlers));
  }

  private static void mapQueues(
      StackQueues queue, FunctionHost replicator, StackTimings timings, ResourceStack resources) {
    resources.add(
        EventSourceMapping.start(
            queue.client(), queue.queues().changes(), replicator, timings.changes()));
    resources.add(
        EventSourceMapping.start(
            queue.client(), queue.queues().repairs(), replicator, timings.repairs()));
  }

  private static void scheduleReconciler(
      FunctionHost reconciler, int ranges, StackTimings timings, ResourceStack resources) {
    if (ranges == 1) {
      schedule(reconciler, timings.reconciling(), resources);
      return;
    }
    RangedPasses passes = new RangedPasses(reconciler);
    timings
        .reconciling()
        .ifPresent(
            every -> resources.add(Schedule.start("passes", () -> passes.run(ranges), every)));
    // Closed before the schedule, which waits for its running execution.
    resources.add(passes);
  }

  private static void schedule(
      FunctionHost function, Optional<Duration> interval, ResourceStack resources) {
    interval.ifPresent(every -> resources.add(Schedule.start(function, "{}", every)));
  }
}
