package dev.understudy.lab.stack;

import dev.understudy.healthprobe.HealthProbeHandler;
import dev.understudy.lab.function.EventSourceMapping;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.LambdaEndpoint;
import dev.understudy.lab.function.Schedule;
import dev.understudy.lab.metric.CloudWatchRecorder;
import dev.understudy.reconciler.ReconcilerHandler;
import dev.understudy.replicator.ReplicatorHandler;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The functions, what calls them, and what becomes of all that they tell. */
record StackFunctions(LambdaEndpoint lambda, CloudWatchRecorder cloudWatch, HandlerLines lines) {
  static final String REPLICATOR = "replicator";
  static final String RECONCILER = "reconciler";
  static final String PROBE = "health-probe";

  /**
   * Starts to work off the queues at once.
   *
   * @param environment the functions'
   */
  static StackFunctions start(
      Map<String, String> environment,
      StackTimings pace,
      Ports ports,
      StackQueues queue,
      ResourceStack open) {
    CloudWatchRecorder cloudWatch =
        open.add(
            CloudWatchRecorder.start(ports.listening(), ports.cloudWatch(), Clock.systemUTC()));
    FunctionHost replicator =
        open.add(
            new FunctionHost(pace.function(REPLICATOR), () -> new ReplicatorHandler(environment)));
    FunctionHost reconciler =
        open.add(
            new FunctionHost(pace.function(RECONCILER), () -> new ReconcilerHandler(environment)));
    Map<String, String> forProbe = new HashMap<>(environment);
    forProbe.put("CLOUDWATCH_ENDPOINT", cloudWatch.uri().toString());
    FunctionHost probe =
        open.add(new FunctionHost(pace.function(PROBE), () -> new HealthProbeHandler(forProbe)));
    HandlerLines lines = new HandlerLines(cloudWatch, replicator, reconciler, probe);
    open.add(LogTap.open(lines));
    LambdaEndpoint lambda =
        open.add(
            LambdaEndpoint.start(ports.listening(), ports.lambda(), replicator, reconciler, probe));
    open.add(
        EventSourceMapping.start(
            queue.client(), queue.queues().changes(), replicator, pace.changes()));
    open.add(
        EventSourceMapping.start(
            queue.client(), queue.queues().repairs(), replicator, pace.repairs()));
    pace.reconciling().ifPresent(every -> open.add(Schedule.start(reconciler, "{}", every)));
    pace.probing().ifPresent(every -> open.add(Schedule.start(probe, "{}", every)));
    return new StackFunctions(lambda, cloudWatch, lines);
  }
}
