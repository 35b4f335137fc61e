package dev.understudy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All that Understudy needs of a store, as Amazon's S3 does it. A subclass gives a client; where
 * its store does otherwise it overrides the test, under a name of its own reason.
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

  /** The store. Asked for often; the same one every time, closed by the subclass. */
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

  /** Amazon's S3 keeps a CRC64NVME, or what the client sent. */
  @Test
  public void knowsAChecksumOfEveryObject() {
    put(bucket, "a", "x");

    StoreAnswer head =
        client().head(bucket, "a", java.util.Map.of("x-amz-checksum-mode", "ENABLED"), NONE);

    assertThat(head.header("x-amz-checksum-type")).contains("FULL_OBJECT");
  }
}
