package dev.understudy.emulators.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Functions of the endpoint beyond S3: pausing, counting and injecting faults. */
class EndpointTest {
  private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
  private final S3Endpoint endpoint =
      S3Endpoint.builder()
          .credentials("ak", "sk")
          .faults((operation, bucket, key) -> key.equals("faulty") ? fault.get() : Fault.NONE)
          .start();
  private final S3Client aws = TestClients.client(endpoint);

  EndpointTest() {
    endpoint.createBucket("bucket", true);
  }

  @AfterEach
  void close() {
    aws.close();
    endpoint.close();
  }

  @Test
  void keepsItsPortAndItsDataWhileItIsDown() {
    put("k", "x");
    var uri = endpoint.uri();

    endpoint.pause();
    assertThatThrownBy(() -> get("k")).isInstanceOf(SdkClientException.class);
    endpoint.resume();

    assertThat(get("k")).isEqualTo("x");
    assertThat(endpoint.uri()).isEqualTo(uri);
  }

  @Test
  void countsWhatItIsAskedFor() {
    put("k", "x");
    get("k");
    get("k");

    assertThat(endpoint.calls().of("PutObject")).isEqualTo(1);
    assertThat(endpoint.calls().of("GetObject")).isEqualTo(2);
    assertThat(endpoint.calls().total()).isEqualTo(3);
    assertThat(endpoint.calls().bytesSent()).isEqualTo(2);
    // The client signs in chunks, whose frames count too.
    assertThat(endpoint.calls().bytesReceived()).isBetween(1L, 1000L);
    endpoint.calls().reset();
    assertThat(endpoint.calls().total()).isZero();
    assertThat(endpoint.calls().bytesSent() + endpoint.calls().bytesReceived()).isZero();
  }

  @Test
  void answersNotImplementedToAnUnsupportedOperation() {
    assertThatThrownBy(() -> aws.getBucketLifecycleConfiguration(r -> r.bucket("bucket")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(501);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
            });
  }

  @Test
  void refusesOnPurposeWithoutDoingAnything() {
    fault.set(Fault.refuse(403, "AccessDenied"));

    assertThatThrownBy(() -> put("faulty", "x"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    fault.set(Fault.NONE);
    assertThat(aws.listObjectsV2(r -> r.bucket("bucket")).contents()).isEmpty();
  }

  @Test
  void doesTheWorkAndSwallowsTheAnswer() {
    fault.set(Fault.swallow());

    assertThatThrownBy(() -> put("faulty", "x")).isInstanceOf(SdkClientException.class);
    fault.set(Fault.NONE);
    assertThat(get("faulty")).isEqualTo("x");
  }

  @Test
  void cutsABody() {
    put("faulty", "x".repeat(100_000));
    fault.set(Fault.cutBody(50_000));

    assertThatThrownBy(() -> get("faulty")).isInstanceOf(SdkClientException.class);
  }

  @Test
  void holdsARequestUntilItIsLetGo() throws Exception {
    CountDownLatch until = new CountDownLatch(1);
    fault.set(Fault.stall(until));
    Thread writer = new Thread(() -> put("faulty", "x"));
    writer.start();
    writer.join(200);
    assertThat(writer.isAlive()).isTrue();

    until.countDown();
    writer.join();
    fault.set(Fault.delay(Duration.ofMillis(1)));
    assertThat(get("faulty")).isEqualTo("x");
  }

  private void put(String key, String content) {
    aws.putObject(r -> r.bucket("bucket").key(key), RequestBody.fromString(content));
  }

  private String get(String key) {
    return aws.getObjectAsBytes(r -> r.bucket("bucket").key(key)).asUtf8String();
  }
}
