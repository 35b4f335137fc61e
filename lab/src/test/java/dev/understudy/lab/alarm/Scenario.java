package dev.understudy.lab.alarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Something that happens to an installation, and exactly who must hear of it.
 *
 * <p>Longer than most classes here because all that can happen is in one place.
 *
 * @param parameters of the template
 * @param always what is so before, within and after
 * @param minutes how long it lasts
 * @param happens what each of the minutes changes; they are numbered from 1
 * @param pages alarms that page
 * @param tickets alarms that make a ticket
 */
record Scenario(
    String name,
    Map<String, String> parameters,
    BiConsumer<SimulatedSystem, Integer> always,
    int minutes,
    BiConsumer<SimulatedSystem, Integer> happens,
    Set<String> pages,
    Set<String> tickets) {
  private static void nothing(SimulatedSystem world, int minute) {}

  @Override
  public String toString() {
    return name;
  }

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    all.addAll(quiet());
    all.addAll(outages());
    all.addAll(lateness());
    all.addAll(replication());
    all.addAll(standby());
    all.addAll(comparison());
    return all;
  }

  private static List<Scenario> quiet() {
    return List.of(
        of("all is well", 180, Scenario::nothing, Set.of(), Set.of()),
        of("queues idle for hours", 180, (w, n) -> w.idleQueues(), Set.of(), Set.of()),
        of("one write in doubt", 30, (w, n) -> w.changesWait(0, 60.0 * n), Set.of(), Set.of()),
        of("a blip", 2, (w, n) -> w.standbyDown(), Set.of(), Set.of()),
        of("a bulk upload", 4, (w, n) -> w.changesWait(20_000, 60.0 * n), Set.of(), Set.of()),
        new Scenario(
            "no public URL",
            Map.of("PublicUrl", "none"),
            (w, n) -> w.unobserved("EdgeHealthy", "ServedByStandby").unseen("edge"),
            180,
            Scenario::nothing,
            Set.of(),
            Set.of()),
        new Scenario(
            "nothing to watch yet",
            Map.of("PublicUrl", "", "PrimaryHealthUrl", "none", "StandbyHealthUrl", ""),
            (w, n) ->
                w.unobserved("EdgeHealthy", "ServedByStandby", "PrimaryHealthy", "StandbyHealthy")
                    .unseen("edge", "primary", "standby-origin", "edge-listener", "edge-client"),
            180,
            Scenario::nothing,
            Set.of(),
            Set.of()),
        promoted("promoted", 240, Scenario::nothing, Set.of()),
        promoted(
            "promoted, and the standby fails",
            30,
            (w, n) -> w.probed("StandbyHealthy", 0),
            Set.of("StandbyDown")));
  }

  /** Foreign writes on the standby, waiting hints, and a reconciler that does not run. */
  private static Scenario promoted(
      String name, int minutes, BiConsumer<SimulatedSystem, Integer> happens, Set<String> pages) {
    return new Scenario(
        name,
        Map.of("Promoted", "true"),
        (w, n) ->
            w.probed("HeartbeatLag", 86_400)
                .probed("ForeignWrites", 12)
                .probed("ServedByStandby", 1)
                .changesWait(5_000, 86_400)
                .withoutHints()
                .withoutRun(),
        minutes,
        happens,
        pages,
        Set.of());
  }

  private static List<Scenario> outages() {
    return List.of(
        of(
            "standby down",
            30,
            (w, n) -> w.standbyDown().changesWait(n, 60.0 * n),
            Set.of("StandbyDown"),
            Set.of("FailoverWouldNotHelp")),
        of(
            "primary down",
            30,
            (w, n) -> w.primaryDown(60.0 * n).changesWait(3, 60.0 * n),
            Set.of("PrimaryDown"),
            Set.of()),
        of(
            "both down",
            30,
            (w, n) ->
                w.primaryDown(60.0 * n)
                    .standbyDown()
                    .probed("EdgeHealthy", 0)
                    .unobserved("ServedByStandby")
                    .changesWait(3, 60.0 * n),
            Set.of("PrimaryDown", "StandbyDown", "PublicSiteDown", "TotalOutage"),
            Set.of("FailoverWouldNotHelp")),
        // Messages come back within 15 minutes, so that long it is no news.
        of(
            "standby down, and a backlog that goes down afterwards",
            45,
            (w, n) -> (n <= 30 ? w.standbyDown() : w).changesWait(n <= 30 ? n : 46 - n, 60.0 * n),
            Set.of("StandbyDown"),
            Set.of("FailoverWouldNotHelp")),
        of(
            "the edge down, both origins well",
            30,
            (w, n) -> w.probed("EdgeHealthy", 0).unobserved("ServedByStandby").unseen("edge"),
            Set.of("PublicSiteDown"),
            Set.of()),
        of("the probe dead", 30, (w, n) -> w.withoutProbe(), Set.of("ProbeSilent"), Set.of()));
  }

  private static List<Scenario> lateness() {
    return List.of(
        // The hourly repair brings the heartbeat too.
        of(
            "events lost, as the notification is gone",
            200,
            (w, n) ->
                w.probed("NotificationKept", 0)
                    .probed("HeartbeatLag", 60.0 * (n % 60))
                    .withoutHints()
                    .drifted(),
            Set.of("NotificationDrift", "HeartbeatLate"),
            Set.of("FailoverWouldNotHelp", "DriftFound")),
        of(
            "events lost, as S3 sends none",
            200,
            (w, n) -> w.probed("HeartbeatLag", 60.0 * n).withoutHints().drifted(),
            Set.of("HeartbeatLate"),
            Set.of("FailoverWouldNotHelp", "DriftFound")),
        of(
            "no heartbeat ever arrived",
            30,
            (w, n) -> w.unobserved("HeartbeatLag"),
            Set.of("HeartbeatLate"),
            Set.of("FailoverWouldNotHelp")),
        of(
            "more changes than the replicator can copy",
            60,
            (w, n) -> w.changesWait(400.0 * n, 30.0 * n).probed("HeartbeatLag", 30.0 * n),
            Set.of("BacklogOld", "HeartbeatLate"),
            Set.of("BacklogGrowing", "FailoverWouldNotHelp")),
        // It is back, and what waited is not worked off.
        of(
            "a backlog that an outage left behind",
            90,
            (w, n) ->
                (n <= 30 ? w.standbyDown() : w.probed("HeartbeatLag", 20))
                    .changesWait(500, 60.0 * n),
            Set.of("StandbyDown", "BacklogOld"),
            Set.of("FailoverWouldNotHelp", "BacklogGrowing")));
  }

  private static List<Scenario> replication() {
    return List.of(
        of(
            "poison",
            20,
            (w, n) -> (n == 1 ? w.poisoned() : w).parked(1).probed("ParkedWaiting", 1),
            Set.of("ParkedMessages"),
            Set.of()),
        of(
            "the replicator fails",
            20,
            (w, n) -> w.lambda("Errors", n % 2),
            Set.of("ReplicatorErrors"),
            Set.of()),
        of("one failure", 1, (w, n) -> w.lambda("Errors", 1), Set.of(), Set.of()),
        of(
            "throttled",
            20,
            (w, n) -> w.lambda("Throttles", 3),
            Set.of(),
            Set.of("ReplicatorThrottled")),
        of(
            "large objects, slice by slice",
            60,
            (w, n) -> w.lambda("Duration", 281_000),
            Set.of(),
            Set.of()),
        of(
            "nearly out of time",
            20,
            (w, n) -> w.lambda("Duration", 299_000),
            Set.of(),
            Set.of("ReplicatorSlow")),
        of("bytes damaged", 1, (w, n) -> w.tells("Corrupt", 1), Set.of(), Set.of("DataCorrupted")));
  }

  private static List<Scenario> standby() {
    return List.of(
        of("disk filling", 30, (w, n) -> w.probed("DiskUsed", 85), Set.of(), Set.of("DiskFilling")),
        of(
            "disk full",
            60,
            (w, n) ->
                w.probed("DiskUsed", 99.9)
                    .probed("HeartbeatLag", 60.0 * n)
                    .changesWait(n, 60.0 * n)
                    .unreplicated(),
            Set.of("DiskNearlyFull", "HeartbeatLate", "BacklogOld"),
            Set.of("DiskFilling", "BacklogGrowing", "FailoverWouldNotHelp")),
        of(
            "split brain, seen once",
            10,
            (w, n) -> w.probed("ForeignWrites", n == 4 ? 3 : 0),
            Set.of("SplitBrain"),
            Set.of("FailoverWouldNotHelp")),
        of(
            "guarantees broken",
            10,
            (w, n) -> w.probed("GuaranteesKept", 0),
            Set.of(),
            Set.of("GuaranteesBroken")),
        of("clocks part", 10, (w, n) -> w.probed("ClockSkew", 95), Set.of(), Set.of("ClockSkewed")),
        of(
            "a certificate expires in 20 days",
            30,
            (w, n) -> w.expiresIn("edge-listener", 20),
            Set.of(),
            Set.of("CertificateExpiring")),
        of(
            "a certificate expires in 6 days",
            30,
            (w, n) -> w.expiresIn("edge-client", 6),
            Set.of("CertificateNearlyExpired"),
            Set.of("CertificateExpiring")));
  }

  private static List<Scenario> comparison() {
    return List.of(
        of("drift in one run", 60, (w, n) -> w.drifted(), Set.of(), Set.of()),
        of("deletions held back", 50, (w, n) -> w.braked(), Set.of(), Set.of("BrakeOn")),
        of(
            "the reconciler dead",
            200,
            (w, n) -> w.withoutRun(),
            Set.of("ReconcilerSilent"),
            Set.of()),
        of(
            "one pass over ranges fails",
            50,
            (w, n) -> w.failedPasses(n == 20 ? 1 : 0),
            Set.of(),
            Set.of()),
        of(
            "passes over ranges fail",
            150,
            (w, n) -> w.failedPasses(n % 60 == 20 ? 1 : 0),
            Set.of(),
            Set.of("RangesFailed")),
        of(
            "no proof any more",
            120,
            (w, n) -> w.proved(Duration.ofHours(7)),
            Set.of(),
            Set.of("ProofOld")),
        of(
            "the access logs late for an hour",
            60,
            (w, n) -> w.logged(Duration.ofHours(25)),
            Set.of(),
            Set.of()),
        of(
            "no access logs any more",
            300,
            (w, n) -> w.logged(Duration.ofHours(25)),
            Set.of(),
            Set.of("HotLogsLate")),
        of(
            "the access logs not readable",
            500,
            (w, n) -> w.withoutLogs(),
            Set.of(),
            Set.of("HotLogsLate")));
  }

  private static Scenario of(
      String name,
      int minutes,
      BiConsumer<SimulatedSystem, Integer> happens,
      Set<String> pages,
      Set<String> tickets) {
    return new Scenario(name, Map.of(), Scenario::nothing, minutes, happens, pages, tickets);
  }
}
