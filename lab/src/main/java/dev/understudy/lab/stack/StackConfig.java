package dev.understudy.lab.stack;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.lab.http.ListenAddress;
import dev.understudy.lab.queue.SqsServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/**
 * Which parts of the stack are real servers, and where the embedded ones listen. A part without an
 * endpoint is embedded.
 *
 * @param awsKeys for the primary and the queues
 * @param region of the primary and the queues
 * @param standbyRegion the region that requests to the standby are signed for
 * @param standbyCaPem the authorities of a real standby's certificate; empty for the JDK's
 * @param portBase the first of five consecutive ports for each standby, 0 for any free ports
 * @param listenAddress of the embedded servers
 * @param standbyName which standby {@code standbyEndpoint} and the next components describe
 * @param standbys the number of standbys of the primary
 * @param reconcilerRanges above 1, the schedule runs passes over this many key ranges
 * @param functionVariables further variables of the functions
 */
public record StackConfig(
    AccessKeys awsKeys,
    String region,
    Optional<URI> primaryEndpoint,
    String primaryBucket,
    Optional<URI> sqsEndpoint,
    Optional<URI> standbyEndpoint,
    AccessKeys standbyKeys,
    String standbyBucket,
    String standbyRegion,
    Optional<String> standbyCaPem,
    int portBase,
    ListenAddress listenAddress,
    StandbyName standbyName,
    int standbys,
    int reconcilerRanges,
    Map<String, String> functionVariables) {
  /** The ports of one standby and its functions; those of the first include the primary's. */
  static final int PORTS = 5;

  /** As the parameter ReconcilerRanges of the template allows. */
  private static final int MAX_RANGES = 64;

  private static final AccessKeys EMBEDDED_PRIMARY =
      AccessKeys.of("primary-access", "primary-secret");
  private static final AccessKeys EMBEDDED_STANDBY =
      AccessKeys.of("standby-access", "standby-secret");

  /** Everything embedded, on free ports. */
  public static StackConfig embedded() {
    return of(new Environment(Map.of()));
  }

  /**
   * Reads the documented variables.
   *
   * @throws dev.understudy.core.config.ConfigurationException naming every missing or invalid
   *     variable
   */
  public static StackConfig of(Environment environment) {
    Optional<URI> primary = environment.endpoint("PRIMARY_ENDPOINT");
    Optional<URI> sqs = environment.endpoint("SQS_ENDPOINT");
    Optional<URI> standby = environment.endpoint("STANDBY_ENDPOINT");
    checkEvents(environment, primary.isPresent(), sqs.isPresent());
    standby
        .filter(uri -> StandbySecret.isExposed(uri) && !environment.isOn("STANDBY_ALLOW_HTTP"))
        .ifPresent(uri -> environment.mistake("STANDBY_ENDPOINT " + StandbySecret.exposed(uri)));
    int standbys = standbys(environment, primary.isPresent());
    StackConfig config =
        new StackConfig(
            awsKeys(environment, primary.isPresent() || sqs.isPresent()),
            environment.optional("AWS_REGION").orElse(SqsServer.REGION),
            primary,
            environment.optional("PRIMARY_BUCKET").orElse("primary"),
            sqs,
            standby,
            standbyKeys(environment, standby.isPresent()),
            environment.optional("STANDBY_BUCKET").orElse("standby"),
            environment.optional("STANDBY_REGION").orElse(StandbySecret.DEFAULT_REGION),
            standby.flatMap(real -> environment.optional("STANDBY_CA_PEM")),
            environment.integer("PORT_BASE", 0, 0, 65_536 - PORTS * standbys),
            listenAddress(environment),
            StandbyName.FIRST,
            standbys,
            environment.integer("RECONCILER_RANGES", 1, 1, MAX_RANGES),
            Map.of());
    environment.verify();
    return config;
  }

  /** The same stack, whose functions have these variables too. */
  StackConfig withFunctionVariables(Map<String, String> variables) {
    return new StackConfig(
        awsKeys,
        region,
        primaryEndpoint,
        primaryBucket,
        sqsEndpoint,
        standbyEndpoint,
        standbyKeys,
        standbyBucket,
        standbyRegion,
        standbyCaPem,
        portBase,
        listenAddress,
        standbyName,
        standbys,
        reconcilerRanges,
        variables);
  }

  private static void checkEvents(Environment environment, boolean realPrimary, boolean realSqs) {
    if (realPrimary && !realSqs) {
      environment.mistake(
          "SQS_ENDPOINT is missing: the real primary at PRIMARY_ENDPOINT needs a real SQS for its"
              + " events; set both variables or neither");
    }
  }

  private static int standbys(Environment environment, boolean realPrimary) {
    int standbys = environment.integer("STANDBYS", 1, 1, StandbyName.MAX);
    if (standbys > 1 && realPrimary) {
      environment.mistake(
          ("STANDBYS is %d, but PRIMARY_ENDPOINT names a real primary, whose events would need a"
                  + " real SNS topic: unset PRIMARY_ENDPOINT, or set STANDBYS=1")
              .formatted(standbys));
    }
    return standbys;
  }

  /** The same with a further standby, which is embedded and has keys and a bucket of its own. */
  StackConfig further(StandbyName name) {
    return new StackConfig(
        awsKeys,
        region,
        primaryEndpoint,
        primaryBucket,
        sqsEndpoint,
        Optional.empty(),
        AccessKeys.of(name + "-access", name + "-secret"),
        name.toString(),
        StandbySecret.DEFAULT_REGION,
        Optional.empty(),
        portBase,
        listenAddress,
        name,
        standbys,
        reconcilerRanges,
        functionVariables);
  }

  private static ListenAddress listenAddress(Environment environment) {
    Optional<String> address = environment.optional("LISTEN");
    try {
      return address.isEmpty()
          ? ListenAddress.LOOPBACK
          : new ListenAddress(InetAddress.getByName(address.get()));
    } catch (UnknownHostException e) {
      environment.mistake(
          "LISTEN is \"%s\" but must be an address of this machine, or 0.0.0.0 for all addresses"
              .formatted(address.get()));
      return ListenAddress.LOOPBACK;
    }
  }

  /**
   * Keys from the environment are used for real servers only, so that no file of the stack contains
   * them.
   */
  private static AccessKeys awsKeys(Environment environment, boolean real) {
    return real
        ? new AccessKeys(
            environment.required("AWS_ACCESS_KEY_ID"),
            environment.required("AWS_SECRET_ACCESS_KEY"),
            environment.optional("AWS_SESSION_TOKEN"))
        : EMBEDDED_PRIMARY;
  }

  private static AccessKeys standbyKeys(Environment environment, boolean real) {
    return real
        ? AccessKeys.of(
            environment.required("STANDBY_ACCESS_KEY"), environment.required("STANDBY_SECRET_KEY"))
        : EMBEDDED_STANDBY;
  }

  /**
   * The primary as a client reaches it.
   *
   * @param embedded the endpoint of the embedded server, if there is one
   */
  StoreAccess primary(Optional<URI> embedded) {
    URI endpoint = primaryEndpoint.or(() -> embedded).orElseThrow();
    return new StoreAccess(endpoint, region, awsKeys, primaryBucket, embedded.isPresent());
  }

  /**
   * The standby as a client reaches it.
   *
   * @param embedded the endpoint of the embedded server, if there is one
   */
  StoreAccess standby(Optional<URI> embedded) {
    return new StoreAccess(
        standbyEndpoint.or(() -> embedded).orElseThrow(),
        standbyRegion,
        standbyKeys,
        standbyBucket,
        standbyCaPem,
        embedded.isPresent());
  }
}
