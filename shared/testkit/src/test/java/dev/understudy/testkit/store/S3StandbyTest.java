package dev.understudy.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.net.ConnectionBehaviour;
import dev.understudy.emulators.net.TcpProxy;
import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.s3.Uris;
import dev.understudy.testkit.contract.AwsContractClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replicator's own view of a MinIO. */
class S3StandbyTest extends StandbyContract {
  private static final String PUBLIC =
      """
      {"Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject"],
                     "Resource":["arn:aws:s3:::standby/*"]}]}
      """;

  private static final Fingerprint FINGERPRINT =
      new Fingerprint(new ETag("e"), 1, Samples.typed("text/plain"));

  private final S3Endpoint endpoint =
      S3Endpoint.builder().quirks(quirks()).credentials("ak", "sk").start();
  private final S3Standby standby;

  S3StandbyTest() {
    endpoint.createBucket("standby", true);
    AwsContractClient.connect(endpoint.uri(), "ak", "sk")
        .putBucketPolicy(r -> r.bucket("standby").policy(PUBLIC));
    standby = connect(endpoint.uri());
    standby.sendMarker(quirks().needsMarker());
  }

  /** The dialect of the emulated MinIO. */
  Quirks quirks() {
    return Quirks.MINIO;
  }

  @AfterEach
  void close() {
    standby.close();
    endpoint.close();
  }

  /** Within the headers, within the XML: wherever it breaks. */
  @ParameterizedTest
  @ValueSource(ints = {50, 200, 300, 350, 400, 450, 500, 600})
  void takesAnAnswerThatBreaksOffForAFailureOfTheStandby(int bytes) {
    String upload = standby.createUpload(KEY, FINGERPRINT);
    try (TcpProxy wire = TcpProxy.to(endpoint.uri());
        S3Standby broken = connect(wire.uri())) {
      wire.wires(() -> ConnectionBehaviour.CLEAN.withResetAfterDown(bytes));

      assertThatThrownBy(() -> broken.parts(KEY, upload))
          .isInstanceOf(StoreException.Unavailable.class);
    }
  }

  @Test
  void takesACallOnAClosedConnectionForAFailureOfTheStandby() {
    S3Standby closed = connect(endpoint.uri());
    closed.close();

    assertThatThrownBy(() -> closed.head(KEY)).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> closed.delete(KEY, FINGERPRINT.etag(), T))
        .isInstanceOf(StoreException.InDoubt.class);
  }

  /** versitygw answers so if it does not know the access key; a proxy may answer so at any time. */
  @ParameterizedTest
  @ValueSource(strings = {"XAdminUserNotFound", "NoSuchBucket"})
  void takesA404ForAbsenceOnlyIfItNamesTheKey(String code) {
    put("one", "e1");
    endpoint.faults((operation, bucket, key) -> Fault.refuse(404, code));

    assertThatThrownBy(() -> standby.head(KEY))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining(code);
  }

  @Test
  void takesA404ThatAGetContradictsForAFailure() {
    put("one", "e1");
    endpoint.faults(
        (operation, bucket, key) ->
            operation.equals("HeadObject") ? Fault.refuse(404, "Proxy") : Fault.NONE);

    assertThatThrownBy(() -> standby.head(KEY)).isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void asksByGetWhetherAKeyIsAbsentWhereAHeadDoesNotNameTheError() {
    try (S3Endpoint other =
        S3Endpoint.builder().quirks(Quirks.S3).credentials("ak", "sk").start()) {
      other.createBucket("standby", false);
      CallCounter calls = new CallCounter();
      try (S3Standby plain = connect(other.uri(), calls)) {
        assertThat(calls.count(() -> plain.head(KEY)).calls()).isEqualTo(2);
        assertThat(plain.head(KEY)).isInstanceOf(Replica.Absent.class);
      }
    }
  }

  private static S3Standby connect(URI uri, CallCounter calls) {
    return S3Standby.connect(
        new StandbySecret(uri, "ak", "sk", TlsMaterial.NONE), "standby", calls);
  }

  private void put(String text, String etag) {
    byte[] content = text.getBytes(UTF_8);
    Fingerprint fingerprint =
        new Fingerprint(new ETag(etag), content.length, Samples.typed("text/plain"));
    standby.put(KEY, content, Optional.empty(), fingerprint, new Condition.Absent(), T);
  }

  private static S3Standby connect(URI uri) {
    return connect(uri, new CallCounter());
  }

  @Override
  protected Standby standby() {
    return standby;
  }

  /** As a reader behind the edge: without credentials, with another client. */
  @Override
  protected Optional<byte[]> read(ObjectKey key) {
    URI uri = endpoint.uri().resolve("/standby/" + Uris.encode(key.value(), "/"));
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isIn(200, 404);
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
