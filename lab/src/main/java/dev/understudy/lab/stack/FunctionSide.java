package dev.understudy.lab.stack;

import dev.understudy.lab.function.EventSourceMapping;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.LambdaEndpoint;
import dev.understudy.lab.metric.CloudWatchRecorder;
import dev.understudy.replicator.ReplicatorHandler;
import java.time.Clock;
import java.util.Map;

/** The replicator, what calls it, and what becomes of all that it tells. */
record FunctionSide(LambdaEndpoint lambda, CloudWatchRecorder cloudWatch, HandlerLines lines) {
  static final String REPLICATOR = "replicator";

  /**
   * Starts to work off the queue at once.
   *
   * @param environment the replicator's
   */
  static FunctionSide start(
      Map<String, String> environment, Pace pace, Ports ports, QueueSide queue, Resources open) {
    CloudWatchRecorder cloudWatch =
        open.add(CloudWatchRecorder.start(ports.cloudWatch(), Clock.systemUTC()));
    FunctionHost function =
        open.add(
            new FunctionHost(pace.function(REPLICATOR), () -> new ReplicatorHandler(environment)));
    HandlerLines lines = new HandlerLines(cloudWatch, function);
    open.add(LogTap.open(lines));
    LambdaEndpoint lambda = open.add(LambdaEndpoint.start(ports.lambda(), function));
    open.add(
        EventSourceMapping.start(
            queue.client(), queue.queues().changes(), function, pace.changes()));
    open.add(
        EventSourceMapping.start(
            queue.client(), queue.queues().repairs(), function, pace.repairs()));
    return new FunctionSide(lambda, cloudWatch, lines);
  }
}
