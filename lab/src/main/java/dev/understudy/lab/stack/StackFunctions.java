package dev.understudy.lab.stack;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.understudy.healthprobe.HealthProbeHandler;
import dev.understudy.lab.function.EventSourceMapping;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.FunctionSettings;
import dev.understudy.lab.function.LambdaEndpoint;
import dev.understudy.lab.function.Schedule;
import dev.understudy.lab.metric.CloudWatchRecorder;
import dev.understudy.lab.workflow.RangedPasses;
import dev.understudy.reconciler.ReconcilerHandler;
import dev.understudy.replicator.ReplicatorHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions, what invokes them, and the receivers of their log lines and metrics. */
record StackFunctions(LambdaEndpoint lambda, CloudWatchRecorder cloudWatch, HandlerLines lines) {
  static final String REPLICATOR = "replicator";
  static final String RECONCILER = "reconciler";
  static final String PROBE = "health-probe";

  /**
   * Starts the functions, their event source mappings and their schedules.
   *
   * @param environment the functions' variables
   * @param ranges above 1, the schedule of the reconciler runs passes over this many key ranges
   */
  static StackFunctions start(
      Map<String, String> environment,
      StackTimings timings,
      int ranges,
      Ports ports,
      StackQueues queue,
      ResourceStack resources) {
    CloudWatchRecorder cloudWatch =
        resources.add(
            CloudWatchRecorder.start(ports.listenAddress(), ports.cloudWatch(), Clock.systemUTC()));
    Map<String, String> forProbe = new HashMap<>(environment);
    forProbe.put("CLOUDWATCH_ENDPOINT", cloudWatch.uri().toString());
    FunctionHost replicator =
        host(timings.function(REPLICATOR), () -> new ReplicatorHandler(environment), resources);
    FunctionHost reconciler =
        host(timings.function(RECONCILER), () -> new ReconcilerHandler(environment), resources);
    FunctionHost probe =
        host(timings.function(PROBE), () -> new HealthProbeHandler(forProbe), resources);
    HandlerLines lines = new HandlerLines(cloudWatch, replicator, reconciler, probe);
    resources.add(LogTap.open(lines));
    LambdaEndpoint lambda =
        resources.add(
            LambdaEndpoint.start(
                ports.listenAddress(), ports.lambda(), replicator, reconciler, probe));
    mapQueues(queue, replicator, timings, resources);
    scheduleReconciler(reconciler, ranges, timings, resources);
    schedule(probe, timings.probing(), resources);
    return new StackFunctions(lambda, cloudWatch, lines);
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
