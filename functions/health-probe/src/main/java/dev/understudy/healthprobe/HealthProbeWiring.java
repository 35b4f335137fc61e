package dev.understudy.healthprobe;

import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.telemetry.Metric;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.healthprobe.cloudwatch.CloudWatchPublisher;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Builds the health probe from its configuration, with real clients and random sources. The list of
 * checks is {@link #checks}.
 */
record HealthProbeWiring(
    Probe probe, CloudWatchPublisher cloudWatch, Telemetry telemetry, String primaryBucket) {

  static HealthProbeWiring of(ProbeConfig config) {
    Deployment deployment = config.deployment();
    return new HealthProbeWiring(
        new Probe(config, () -> checks(config, new SplittableRandom())),
        CloudWatchPublisher.connect(
            deployment.aws(), config.cloudWatchEndpoint(), deployment.metricNamespace()),
        deployment.telemetry(),
        deployment.primaryBucket());
  }

  /**
   * The checks of one run.
   *
   * @param random picks the keys that are sampled; used by one thread
   */
  static RunChecks checks(ProbeConfig config, RandomGenerator random) {
    ProbeConnections c = new ProbeConnections(config.deployment(), config.checkTimeout());
    ProbedDocuments documents = new ProbedDocuments(config, c);
    ProbedDocument primary = documents.primaryHealth();
    Endpoints endpoints = new Endpoints(config, primary, c.secret);

    Map<CheckName, Check> checks = new EnumMap<>(CheckName.class);
    checks.put(CheckName.PRIMARY, new OriginCheck(Origin.PRIMARY, primary));
    checks.put(CheckName.STANDBY, new OriginCheck(Origin.STANDBY, documents.standbyHealth()));
    checks.put(CheckName.EDGE, new EdgeCheck(documents.edgeHealth()));
    checks.put(CheckName.SECRET, new SecretCheck(c.standby));
    checks.put(CheckName.HEARTBEAT, new HeartbeatCheck(c.primary, c.probeClient, c.standby));
    checks.put(CheckName.GUARANTEES, new GuaranteesCheck(c.standby));
    checks.put(CheckName.CLOCK, new ClockCheck(primary, documents.standbyClock()));
    checks.put(CheckName.CERTIFICATES, new CertificatesCheck(endpoints));
    checks.put(CheckName.DISK, new DiskCheck(documents.standbyMetrics()));
    checks.put(CheckName.QUEUES, new QueuesCheck(queues(config), c.depths));
    checks.put(
        CheckName.NOTIFICATION,
        new NotificationCheck(
            config.changesQueueUrl(), config.changesTopicArn(), config.scope(), c.probeClient));
    checks.put(CheckName.FOREIGN_WRITES, new ForeignWritesCheck(c.primary, c.standby, random));
    return new RunChecks(checks, c::close);
  }

  /** Each queue's URL, by the metric of its depth. */
  private static Map<Metric, String> queues(ProbeConfig config) {
    Map<Metric, String> queues = new LinkedHashMap<>();
    queues.put(Metric.CHANGES_WAITING, config.changesQueueUrl());
    queues.put(Metric.REPAIRS_WAITING, config.repairsQueueUrl());
    queues.put(Metric.PARKED_WAITING, config.deadLetterQueueUrl());
    return queues;
  }
}
