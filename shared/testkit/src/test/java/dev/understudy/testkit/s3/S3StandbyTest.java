package dev.understudy.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Standby;
import dev.understudy.testkit.store.StandbyContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The replicator's own view of a MinIO, through the AWS SDK. */
class S3StandbyTest extends StandbyContract {
  private static final String PUBLIC =
      """
      {"Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject"],
                     "Resource":["arn:aws:s3:::standby/*"]}]}
      """;

  private final S3Endpoint endpoint =
      S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").start();
  private final S3Standby standby;

  S3StandbyTest() {
    endpoint.createBucket("standby", true);
    TestClients.client(endpoint).putBucketPolicy(r -> r.bucket("standby").policy(PUBLIC));
    standby =
        S3Standby.connect(
            new StandbySecret(endpoint.uri(), "ak", "sk", TlsMaterial.NONE),
            "standby",
            new CallCounter());
  }

  @AfterEach
  void close() {
    standby.close();
    endpoint.close();
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
