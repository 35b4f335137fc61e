package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.net.ConnectionBehaviour;
import dev.understudy.emulators.net.TcpProxy;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.testkit.contract.AwsContractClient;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The reconciler's own view of both sides. */
class S3ListingTest {
  private static final Listing.Place START = Listing.Place.of("", Optional.empty());

  abstract static class OnAnEndpoint extends ListingPageContract {
    final S3Endpoint endpoint;

    OnAnEndpoint(Quirks quirks) {
      endpoint = S3Endpoint.builder().quirks(quirks).credentials("ak", "sk").start();
      endpoint.createBucket("bucket", true);
    }

    @AfterEach
    void close() {
      endpoint.close();
    }

    @Override
    protected void write(ObjectKey key) {
      AwsContractClient.connect(endpoint.uri(), "ak", "sk")
          .putObject(r -> r.bucket("bucket").key(key.value()), RequestBody.fromBytes(new byte[1]));
    }

    @Override
    protected void remove(ObjectKey key) {
      AwsContractClient.connect(endpoint.uri(), "ak", "sk")
          .deleteObject(r -> r.bucket("bucket").key(key.value()));
    }
  }

  @Nested
  class OfThePrimary extends OnAnEndpoint {
    private final S3Primary primary = primary(endpoint.uri());

    OfThePrimary() {
      super(Quirks.S3);
    }

    @Override
    protected Listing listing() {
      return primary;
    }

    /** Within the headers, within the XML: wherever it breaks, half a page is no page. */
    @ParameterizedTest
    @ValueSource(ints = {50, 200, 400, 600, 800, 1000})
    void takesAPageThatBreaksOffForAFailure(int bytes) {
      for (int i = 0; i < 20; i++) {
        write(new ObjectKey("key" + i));
      }
      try (TcpProxy wire = TcpProxy.to(endpoint.uri());
          S3Primary broken = primary(wire.uri())) {
        wire.wires(() -> ConnectionBehaviour.CLEAN.withResetAfterDown(bytes));

        assertThatThrownBy(() -> broken.page(START, Listing.MAX_KEYS))
            .isInstanceOf(StoreException.Unavailable.class)
            .hasMessageContaining("LIST of all keys on the primary failed");
      }
    }

    @Test
    void saysThatTheBucketIsMissing() {
      assertThatThrownBy(() -> connect(endpoint.uri(), "none").page(START, Listing.MAX_KEYS))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageContaining("NoSuchBucket");
    }
  }

  @Nested
  class OfTheStandby extends OnAnEndpoint {
    private final S3Standby standby =
        S3Standby.connect(
            new StandbySecret(endpoint.uri(), "ak", "sk", TlsMaterial.NONE),
            "bucket",
            new CallCounter());

    OfTheStandby() {
      super(Quirks.MINIO);
    }

    @Override
    protected Listing listing() {
      return standby;
    }

    @Test
    void doesNotListWhatLiesUnderTheNameOfAnObject() {
      write(new ObjectKey("a/b"));
      write(new ObjectKey("a"));

      assertThat(standby.page(START, Listing.MAX_KEYS).objects())
          .extracting(listed -> listed.key().value())
          .containsExactly("a");
      assertThat(standby.head(new ObjectKey("a/b")).present()).isPresent();
    }
  }

  private static S3Primary primary(URI endpoint) {
    return connect(endpoint, "bucket");
  }

  private static S3Primary connect(URI endpoint, String bucket) {
    AwsAccess aws =
        AwsAccess.of(
            new Environment(
                Map.of(
                    "AWS_REGION", "us-east-1",
                    "AWS_ACCESS_KEY_ID", "ak",
                    "AWS_SECRET_ACCESS_KEY", "sk")));
    return S3Primary.connect(
        aws, Optional.of(endpoint), bucket, Optional.of(S3Endpoint.OWNER), new CallCounter());
  }
}
