package dev.understudy.cli;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.s3.CertificateChain;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks everything that the guarantees rest on. */
@Command(
    name = "doctor",
    description = {
      "Checks what the guarantees rest on, and says what to do.",
      "It measures the level of the standby, and checks versioning, permissions, certificates,",
      "clocks, known vulnerabilities, the event notification and the queues.",
      "With a standby alone (STANDBY_BUCKET and the other variables STANDBY_*), it leaves out the",
      "rest. It writes to the standby below .understudy/ only, and never to the primary."
    },
    footer = {
      "",
      "Exit codes: 1 if there is a finding, 3 if something cannot be read.",
      "",
      "Examples:",
      "  understudy doctor --stack understudy-prod",
      "  understudy doctor --env target/stack.env --json",
      "  understudy doctor --env standby.env"
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Override
  public Integer call() {
    DoctorTarget target = DoctorTarget.of(options.source());
    Output output = options.output();
    Checkup checkup = new Checkup(name -> output.progress(() -> "checking: " + name));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("standby", "%s/%s".formatted(target.standby().endpoint(), target.standbyBucket()));
    shown.put("level", checkStandby(target, checkup));
    checkCertificates(target, checkup);
    target
        .wiring()
        .ifPresentOrElse(
            installation -> checkWiring(installation, target, checkup),
            () -> checkup.leaveOut("primary and queues", "PRIMARY_BUCKET is not set"));
    shown.put("checks", checkup.rows());
    shown.put("toDo", checkup.remedies());
    output.print(shown);
    return checkup.exitCode();
  }

  /** Returns the level, for people. */
  private static String checkStandby(DoctorTarget target, Checkup checkup) {
    StandbySecret secret = target.standby();
    if (!responds("standby", new EndpointCheckup(secret.endpoint(), secret.tls()), checkup)) {
      return "unknown";
    }
    if (target.wiring().filter(wiring -> wiring.deployment().promoted()).isPresent()) {
      checkup.leaveOut("standby", "it is promoted, so the replicator is locked out");
      return "unknown";
    }
    try (StandbyCheckup standby = new StandbyCheckup(secret, target.standbyBucket())) {
      standby.run(checkup);
      return standby.level().orElse("unknown");
    }
  }

  /**
   * Checks certificate and clock. The other checks of a server that does not respond would each
   * wait for their timeouts.
   */
  private static boolean responds(String name, EndpointCheckup server, Checkup checkup) {
    checkup.check(name + " certificate", server::checkCertificate);
    CheckResult clock = checkup.check(name + " clock", server::checkClock);
    boolean responds = clock.state() != CheckResult.State.UNKNOWN;
    if (!responds) {
      checkup.leaveOut(name, "the server does not respond, or its certificate is not accepted");
    }
    return responds;
  }

  private static void checkCertificates(DoctorTarget target, Checkup checkup) {
    target
        .standby()
        .tls()
        .clientCertificate()
        .ifPresent(
            pem ->
                checkup.check(
                    "client certificate",
                    () ->
                        CheckResult.ofCertificate(
                            CertificateChain.ofClient(pem).daysLeft(Instant.now()))));
    target
        .servers()
        .forEach(
            (name, url) ->
                checkup.check(
                    name + " certificate",
                    new EndpointCheckup(url, TlsMaterial.NONE)::checkCertificate));
  }

  private static void checkWiring(Installation installation, DoctorTarget target, Checkup checkup) {
    URI url = DoctorTarget.primary(installation.deployment());
    if (responds("primary", new EndpointCheckup(url, TlsMaterial.NONE), checkup)) {
      try (PrimaryCheckup primary =
          new PrimaryCheckup(installation, target.scope(), target.learnedDays())) {
        primary.run(checkup);
      }
    }
    try (QueueCheckup queues = new QueueCheckup(installation)) {
      queues.run(checkup);
    }
  }
}
