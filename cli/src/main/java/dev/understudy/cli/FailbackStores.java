package dev.understudy.cli;

import dev.understudy.cli.failback.BucketClient;
import dev.understudy.cli.failback.Failback;
import dev.understudy.cli.failback.Journal;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.note.Notes;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.StandbyVersions;
import dev.understudy.core.store.Dialect;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** The clients of a failback. They use the writers' key, because the replicator is locked out. */
final class FailbackStores implements AutoCloseable {
  private final Map<String, String> variables;
  private final Deployment deployment;
  private final BothStores stores;
  private final StandbyVersions versions;
  private final S3Client primary;
  private final S3Client standby;

  /**
   * @throws ConfigurationException if there is no key that the standby accepts
   */
  FailbackStores(Installation installation, Map<String, String> variables) {
    this.variables = variables;
    this.deployment = installation.deployment();
    StandbySecret replicator = deployment.standbySecret().get();
    StandbySecret secret = WriterKey.in(variables, replicator);
    if (secret.equals(replicator) && Fence.isClosed(installation)) {
      throw new ConfigurationException(
          "the standby rejects the replicator's key; set WRITER_ACCESS_KEY and WRITER_SECRET_KEY to"
              + " a writer's");
    }
    this.stores = deployment.connect(secret, new CallCounter(), () -> 0);
    this.versions = StandbyVersions.connect(secret, deployment.standbyBucket());
    this.primary = Clients.primary(installation);
    this.standby = Clients.standby(secret);
  }

  /**
   * When the standby was promoted, on its own clock.
   *
   * @throws ConfigurationException if neither an option nor the standby says it
   */
  Instant promotedAt(FailbackOptions options) {
    return options
        .since()
        .or(this::recorded)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "the standby does not say when it was promoted, because it has no object %s;"
                            .formatted(ReservedKeys.PROMOTED.value())
                        + " give the time with --since"));
  }

  /**
   * The first version since the last demotion: a later time would take writers' objects for
   * replicas.
   */
  private Optional<Instant> recorded() {
    return versions.newest(ReservedKeys.PROMOTED).stream()
        .takeWhile(entry -> !entry.isMarker())
        .reduce((newer, older) -> older)
        .map(StandbyVersions.Entry::time);
  }

  /** The comparison, with the scope and the dialect that the functions have. */
  Failback failback(FailbackOptions options, Instant promotedAt, Journal journal) {
    Environment environment = new Environment(variables);
    Dialect dialect =
        DialectNote.last(new Notes(stores.standby(), Clock.systemUTC())).orElse(Dialect.MINIO);
    Failback.Options compared =
        new Failback.Options(
            options.prefix(),
            ScopeVariables.of(environment),
            dialect.correctReplica(stores.labels()),
            promotedAt,
            options.deep(),
            options.threads());
    environment.verify();
    return new Failback(
        stores,
        versions,
        new BucketClient(primary, deployment.primaryBucket(), deployment.primaryOwner()),
        new BucketClient(standby, deployment.standbyBucket(), Optional.empty()),
        compared,
        journal);
  }

  @Override
  public void close() {
    primary.close();
    standby.close();
    versions.close();
    stores.close();
  }
}
