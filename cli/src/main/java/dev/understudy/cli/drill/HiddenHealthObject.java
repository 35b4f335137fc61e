package dev.understudy.cli.drill;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.ReservedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Hides the primary's health object with a statement in the bucket policy: are the edge's monitors
 * attached, and how fast are they? The primary still serves the objects of users.
 */
public final class HiddenHealthObject implements Disruption {
  private static final String SID = "UnderstudyDrill";
  private static final String STATEMENT = "Statement";
  private static final AwsRequestOverrideConfiguration BOUNDED =
      AwsRequestOverrideConfiguration.builder().apiCallTimeout(Duration.ofSeconds(20)).build();

  private final S3Client s3;
  private final Bucket bucket;
  private final String before;
  private final String during;

  /** Keeps the policy for a person, if this process cannot restore it. */
  private final Path copy;

  /**
   * The primary bucket.
   *
   * @param owner the account that must own it, if one is configured
   */
  public record Bucket(String name, Optional<String> owner) {}

  private HiddenHealthObject(S3Client s3, Bucket bucket, String before, String during, Path copy) {
    this.s3 = s3;
    this.bucket = bucket;
    this.before = before;
    this.during = during;
    this.copy = copy;
  }

  /**
   * Reads the policy, and changes nothing.
   *
   * @param s3 closed by the caller, after the drill
   * @param folder where a copy of the policy is kept during the drill
   * @throws ConfigurationException if there is no policy, or an earlier drill was not restored
   * @throws software.amazon.awssdk.core.exception.SdkException if the policy cannot be read
   */
  public static HiddenHealthObject of(S3Client s3, Bucket bucket, Path folder) throws IOException {
    String before = policy(s3, bucket);
    return new HiddenHealthObject(
        s3,
        bucket,
        before,
        withDenial(before, bucket.name()),
        folder.resolve("understudy-drill-%s-policy.json".formatted(bucket.name())));
  }

  private static String policy(S3Client s3, Bucket bucket) {
    try {
      return s3.getBucketPolicy(
              r ->
                  r.bucket(bucket.name())
                      .expectedBucketOwner(bucket.owner().orElse(null))
                      .overrideConfiguration(BOUNDED))
          .policy();
    } catch (S3Exception e) {
      if ("NoSuchBucketPolicy".equals(e.awsErrorDetails().errorCode())) {
        throw new ConfigurationException(
            "the bucket %s has no policy, so its health object is not public: check --bucket"
                .formatted(bucket.name()));
      }
      throw e;
    }
  }

  private static String withDenial(String policy, String bucket) throws IOException {
    Map<String, Object> document =
        new LinkedHashMap<>(
            JsonTree.object(policy)
                .orElseThrow(
                    () -> new IOException("the policy of %s is no JSON object".formatted(bucket))));
    List<Object> statements = statements(document.get(STATEMENT));
    if (statements.stream().anyMatch(one -> SID.equals(JsonTree.at(one, "Sid")))) {
      throw new ConfigurationException(
          "the policy of %s still contains the statement %s of an earlier drill: remove it first"
              .formatted(bucket, SID));
    }
    statements.add(denial(bucket));
    document.put(STATEMENT, statements);
    return JSON.std.asString(document);
  }

  /** A policy may have one statement instead of a list. */
  private static List<Object> statements(@Nullable Object present) {
    if (present instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    return present == null ? new ArrayList<>() : new ArrayList<>(List.of(present));
  }

  private static Map<String, String> denial(String bucket) {
    Map<String, String> statement = new LinkedHashMap<>();
    statement.put("Sid", SID);
    statement.put("Effect", "Deny");
    statement.put("Principal", "*");
    statement.put("Action", "s3:GetObject");
    statement.put("Resource", "arn:aws:s3:::%s/%s".formatted(bucket, ReservedKeys.HEALTH.value()));
    return statement;
  }

  @Override
  public String description() {
    return "The drill denies read access to %s in the policy of %s, and restores the policy."
        .formatted(ReservedKeys.HEALTH.value(), bucket.name());
  }

  @Override
  public void begin() throws IOException {
    Files.writeString(copy, before);
    put(during);
  }

  @Override
  public void restore() throws IOException {
    put(before);
    Files.deleteIfExists(copy);
  }

  private void put(String policy) {
    s3.putBucketPolicy(
        r ->
            r.bucket(bucket.name())
                .expectedBucketOwner(bucket.owner().orElse(null))
                .policy(policy)
                .overrideConfiguration(BOUNDED));
  }

  @Override
  public String restoreByHand() {
    return "aws s3api put-bucket-policy --bucket %s --policy file://%s"
        .formatted(bucket.name(), copy.toAbsolutePath());
  }
}
