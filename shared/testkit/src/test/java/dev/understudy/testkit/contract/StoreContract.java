package dev.understudy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All that Understudy needs from a store, in the behaviour of Amazon S3. A subclass provides a
 * client, and overrides the tests in which its store differs.
 */
public abstract class StoreContract
    implements ObjectContract,
        ReadContract,
        ConditionContract,
        CopyContract,
        UploadContract,
        ListingContract,
        KeyContract,
        VersionContract {
  private String bucket = "";
  private String versioned = "";

  /** The same client on every call. The subclass closes it. */
  @Override
  public abstract ContractClient client();

  @BeforeEach
  void makeBuckets() {
    String id = UUID.randomUUID().toString();
    bucket = "plain-" + id;
    versioned = "versioned-" + id;
    client().createBucket(bucket, false);
    client().createBucket(versioned, true);
  }

  @Override
  public String bucket() {
    return bucket;
  }

  @Override
  public String versioned() {
    return versioned;
  }

  @Override
  public boolean countsMetadataPrefix() {
    return false;
  }

  /** Amazon S3 stores the checksum that the client sent, or else a CRC64NVME. */
  @Test
  public void knowsAChecksumOfEveryObject() {
    put(bucket, "a", "x");

    StoreAnswer head =
        client().head(bucket, "a", java.util.Map.of("x-amz-checksum-mode", "ENABLED"), NONE);

    assertThat(head.header("x-amz-checksum-type")).contains("FULL_OBJECT");
  }
}
