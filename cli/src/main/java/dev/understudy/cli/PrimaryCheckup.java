package dev.understudy.cli;

import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.Filter;
import dev.understudy.core.object.FilterException;
import dev.understudy.core.object.HotSetException;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.NotificationCoverage;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Checks the primary and its event notification with the caller's credentials. Only reads. */
final class PrimaryCheckup implements AutoCloseable {
  private static final String HEARTBEAT = ReservedKeys.HEARTBEAT.value();
  private static final String MISSING = ReservedKeys.DOCTOR + "missing";

  private final Installation installation;
  private final Deployment deployment;
  private final Scope scope;
  private final int learnedDays;
  private final String bucket;
  private final @Nullable String owner;
  private final S3Client s3;

  /**
   * @param scope the keys whose events must reach the changes queue
   * @param learnedDays of how many days the access logs are read; 0 for none
   */
  PrimaryCheckup(Installation installation, Scope scope, int learnedDays) {
    this.installation = installation;
    this.deployment = installation.deployment();
    this.scope = scope;
    this.learnedDays = learnedDays;
    this.bucket = deployment.primaryBucket();
    this.owner = deployment.primaryOwner().orElse(null);
    this.s3 = Clients.primary(installation);
  }

  void run(Checkup checkup) {
    checkup.permission("primary LIST", "s3:ListBucket", this::checkList);
    checkup.permission("primary GET", "s3:GetObject and s3:GetObjectTagging", this::checkGet);
    checkup.permission("primary NoSuchKey", "s3:ListBucket", this::checkMissing);
    checkup.check("primary region", this::checkRegion);
    checkup.check("event notification", this::checkNotification);
    if (deployment.filtered()) {
      checkup.check("filter", this::checkFilter);
    }
    if (learnedDays > 0) {
      checkup.check("hot objects", this::checkHotObjects);
    }
  }

  /** Names the filter that a function reads when it starts. */
  private CheckResult checkFilter() {
    try (S3Primary primary = deployment.connectPrimary(new CallCounter())) {
      Filter filter = ScopeSource.of(scope, true, 0, Clock.systemUTC()).current(primary).filter();
      return CheckResult.ok(
          filter.equals(Filter.NONE)
              ? "the primary has no object %s, so everything is in scope"
                  .formatted(ReservedKeys.FILTER)
              : "%s: %d rules and options".formatted(filter.digest(), filter.lines()));
    } catch (StoreException.Unavailable e) {
      if (e.getCause() instanceof FilterException wrong) {
        return CheckResult.finding(
            String.valueOf(wrong.getMessage()), "Replace the filter (docs/filters.md).");
      }
      throw e;
    }
  }

  /** Whether the access logs that were read suffice for the days. */
  private CheckResult checkHotObjects() {
    try (S3Primary primary = deployment.connectPrimary(new CallCounter())) {
      return ScopeSource.of(Scope.ALL, false, learnedDays, Clock.systemUTC())
          .current(primary)
          .hot()
          .map(hot -> "%d keys were read within %d days".formatted(hot.keys(), hot.days()))
          .map(CheckResult::ok)
          .orElseThrow();
    } catch (StoreException.Unavailable e) {
      if (e.getCause() instanceof HotSetException) {
        return CheckResult.finding(
            String.valueOf(e.getMessage()),
            "Keep HotObjects=learn until the access logs reach back far enough.");
      }
      throw e;
    }
  }

  private CheckResult checkList() {
    s3.listObjectsV2(r -> r.bucket(bucket).expectedBucketOwner(owner).maxKeys(1));
    return CheckResult.ok("allowed");
  }

  private CheckResult checkGet() {
    try {
      s3.headObject(r -> r.bucket(bucket).expectedBucketOwner(owner).key(HEARTBEAT));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return CheckResult.leftOut("the health probe has not written %s yet".formatted(HEARTBEAT));
      }
      throw e;
    }
    s3.getObjectAsBytes(r -> r.bucket(bucket).expectedBucketOwner(owner).key(HEARTBEAT));
    s3.getObjectTagging(r -> r.bucket(bucket).expectedBucketOwner(owner).key(HEARTBEAT));
    return CheckResult.ok("HEAD, GET and GetObjectTagging are allowed");
  }

  /** Without s3:ListBucket, S3 answers 403 for a missing key, and no deletion could be proved. */
  private CheckResult checkMissing() {
    try {
      s3.getObjectAsBytes(r -> r.bucket(bucket).expectedBucketOwner(owner).key(MISSING));
    } catch (NoSuchKeyException e) {
      return CheckResult.ok("a missing key is named as missing");
    }
    return CheckResult.unknown("the primary has an object " + MISSING);
  }

  /** A bucket in another region answers 301, and names its region. */
  CheckResult checkRegion() {
    if (installation.stack().isEmpty()) {
      return CheckResult.leftOut("not a deployed stack");
    }
    Optional<String> region;
    try {
      region =
          Optional.ofNullable(
              s3.headBucket(r -> r.bucket(bucket).expectedBucketOwner(owner)).bucketRegion());
    } catch (S3Exception e) {
      region = e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
      if (e.statusCode() != 301 || region.isEmpty()) {
        throw e;
      }
    }
    return region
        .map(found -> judge(found, deployment.aws().regionName()))
        .orElseGet(() -> CheckResult.unknown("the response names no region"));
  }

  private static CheckResult judge(String region, String functions) {
    return region.equals(functions)
        ? CheckResult.ok(region)
        : CheckResult.finding(
            "the bucket is in %s, the functions are in %s".formatted(region, functions),
            "Deploy the functions in the region of the bucket.");
  }

  private CheckResult checkNotification() {
    try (S3ProbeClient client =
        S3ProbeClient.connect(
            deployment.aws(), deployment.primaryEndpoint(), bucket, deployment.primaryOwner())) {
      NotificationCoverage coverage =
          NotificationCoverage.of(
              client.notifications(),
              installation.queues().changes(),
              installation.queues().changesTopicArn(),
              scope);
      return coverage.isComplete()
          ? CheckResult.ok("covers the scope, through " + coverage.through())
          : CheckResult.finding(
              "covers every creation: %s, every deletion: %s"
                  .formatted(coverage.creations(), coverage.deletions()),
              "Restore it with terraform apply (docs/runbook/NotificationDrift.md).");
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
