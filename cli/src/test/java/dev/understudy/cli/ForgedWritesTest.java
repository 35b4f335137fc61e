package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes with a wrong signature. The server is a stand-in, because the emulated one is correct. */
class ForgedWritesTest {
  private final Queue<String> received = new ConcurrentLinkedQueue<>();

  private List<CheckResult> check(int status, int ofDelete) throws IOException {
    try (HttpEndpoint server =
        HttpEndpoint.start(
            ListenAddress.LOOPBACK,
            0,
            call -> {
              received.add(call.method() + " " + call.path());
              return HttpAnswer.empty(call.method().equals("PUT") ? status : ofDelete);
            })) {
      StandbySecret secret = new StandbySecret(server.uri(), "ak", "sk", TlsMaterial.NONE);
      try (S3Client s3 = Clients.standby(secret)) {
        ForgedWrites forged = new ForgedWrites(secret, "standby", s3);
        return List.of(forged.checkPut(), forged.checkArchive());
      }
    }
  }

  @Test
  void findsAServerThatAcceptsThemAndDeletesWhatItStored() throws IOException {
    assertThat(check(200, 204))
        .allSatisfy(result -> assertThat(result.state()).isEqualTo(CheckResult.State.FINDING));
    assertThat(received)
        .containsExactly(
            "PUT /standby/.understudy/doctor/forged",
            "DELETE /standby/.understudy/doctor/forged",
            "PUT /standby/.understudy/doctor/forged",
            "DELETE /standby/.understudy/doctor/forged");
  }

  @Test
  void namesWhatItCouldNotDelete() throws IOException {
    assertThat(check(200, 403))
        .allSatisfy(
            result -> {
              assertThat(result.state()).isEqualTo(CheckResult.State.FINDING);
              assertThat(result.found()).contains(".understudy/doctor/forged could not be deleted");
            });
  }

  @Test
  void takesAnErrorOfTheServerForNoProof() throws IOException {
    assertThat(check(503, 204))
        .allSatisfy(result -> assertThat(result.state()).isEqualTo(CheckResult.State.UNKNOWN));
    assertThat(received).allSatisfy(request -> assertThat(request).startsWith("PUT"));
  }
}
