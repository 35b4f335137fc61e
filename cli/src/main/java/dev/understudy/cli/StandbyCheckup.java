package dev.understudy.cli;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Dialect;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Checks a standby with the replicator's credentials. It writes below {@code .understudy/} only:
 * the objects and the note of the dialect, and {@link ReservedKeys#DOCTOR}. Used by one thread.
 */
final class StandbyCheckup implements AutoCloseable {
  private static final String KEY = ReservedKeys.DOCTOR + "write";

  private final StandbySecret secret;
  private final String bucket;
  private final S3Client s3;
  private @Nullable PutObjectResponse written;
  private Optional<Dialect> dialect = Optional.empty();

  StandbyCheckup(StandbySecret secret, String bucket) {
    this.secret = secret;
    this.bucket = bucket;
    this.s3 = Clients.standby(secret);
  }

  void run(Checkup checkup) {
    checkup.check("standby dialect", this::checkDialect);
    checkup.permission("standby write", "s3:PutObject and s3:DeleteObject", this::checkWrite);
    checkup.check("standby versioning", this::checkVersioning);
    checkup.check("standby old versions", this::checkOldVersions);
    checkup.check("standby encryption", this::checkEncryption);
    ForgedWrites forged = new ForgedWrites(secret, bucket, s3);
    checkup.check("forged PUT", forged::checkPut);
    checkup.check("forged archive", forged::checkArchive);
  }

  /** The level and letters of docs/standbys.md; empty if they could not be measured. */
  Optional<String> level() {
    return dialect.map(Dialect::label);
  }

  /** Always measures, and leaves the result to the functions. */
  private CheckResult checkDialect() {
    try (S3Standby standby = S3Standby.connect(secret, bucket, new CallCounter())) {
      Dialect measured =
          new DialectNote(standby, standby, Clock.systemUTC()).current(Duration.ZERO);
      dialect = Optional.of(measured);
      return measured.missing().isEmpty()
          ? CheckResult.ok(measured.label())
          : CheckResult.finding(
              measured.label() + ": " + String.join("; ", measured.missing()),
              "Choose a server that has it, or accept this level (docs/standbys.md).");
    }
  }

  private CheckResult checkWrite() {
    written();
    s3.deleteObject(r -> r.bucket(bucket).key(KEY));
    return CheckResult.ok("PUT and DELETE are allowed");
  }

  /** The response shows the settings of the bucket, which the replicator's user may not read. */
  private PutObjectResponse written() {
    PutObjectResponse response = written;
    if (response == null) {
      response = s3.putObject(r -> r.bucket(bucket).key(KEY), RequestBody.fromString("understudy"));
      written = response;
    }
    return response;
  }

  private Optional<String> version() {
    return Optional.ofNullable(written().versionId()).filter(id -> !id.equals("null"));
  }

  private CheckResult checkVersioning() {
    return version().isPresent()
        ? CheckResult.ok("enabled")
        : CheckResult.finding(
            "not enabled: an overwritten or deleted replica is lost",
            "Enable versioning of the bucket, if the server has it.");
  }

  /** Deletes the version that this check has written. The server should deny it. */
  private CheckResult checkOldVersions() {
    Optional<String> version = version();
    if (version.isEmpty()) {
      return CheckResult.leftOut("the bucket keeps no versions");
    }
    try {
      s3.deleteObject(r -> r.bucket(bucket).key(KEY).versionId(version.get()));
    } catch (S3Exception e) {
      if (Checkup.isDenied(e)) {
        return CheckResult.ok("the credentials cannot delete a version");
      }
      throw e;
    }
    return CheckResult.finding(
        "the credentials can delete versions, so a stolen key can destroy history",
        "Deny s3:DeleteObjectVersion to the replicator's user (docs/security.md).");
  }

  private CheckResult checkEncryption() {
    return Optional.ofNullable(written().serverSideEncryptionAsString())
        .map(kind -> CheckResult.ok("the server encrypts new objects: " + kind))
        .orElseGet(
            () ->
                CheckResult.leftOut(
                    "the server does not encrypt; whether its volume does cannot be seen"));
  }

  @Override
  public void close() {
    s3.close();
  }
}
