package dev.understudy.testkit.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.junit.Seeds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An origin answers every request of the table, and random ones, as S3's documentation says. */
abstract class ReaderContract {
  private static final int RANDOM_REQUESTS = 150;

  /** The objects that the origin holds. */
  abstract Site site();

  /** Whether the standby's answers are expected, where they differ from those of S3. */
  abstract boolean isStandby();

  /** A client that the origin admits. */
  abstract HttpClient client();

  /** The URL at which the origin receives a request from the edge. */
  abstract URI uri(ReaderRequest request);

  static List<ReaderRow> rows() {
    return ReaderRow.all();
  }

  @Test
  void tableIsLong() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(150);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void answersAsDocumented(ReaderRow row) {
    verify(row.request().on(site()), isStandby() ? row.standby() : row.s3());
  }

  @ParameterizedTest(name = "seed {0}")
  @Seeds(2)
  void answersCombinationsAsDocumented(long seed) {
    RandomRequests requests = new RandomRequests(seed);
    for (int i = 0; i < RANDOM_REQUESTS; i++) {
      RandomRequests.Drawn drawn = requests.next();
      ReaderRequest request = drawn.request().on(site());
      Rfc9110 model = new Rfc9110(site(), drawn.key(), request);
      verify(request, List.of(isStandby() ? model.ofStandby() : model.ofS3()));
    }
  }

  private void verify(ReaderRequest request, List<ReaderAnswer> expected) {
    HttpResponse<byte[]> response = send(request);
    ReaderAnswer answer =
        expected.stream()
            .filter(one -> one.status() == response.statusCode())
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        request + ": expected " + expected + ", got " + response.statusCode()));
    try {
      answer.verify(request, site(), response);
    } catch (AssertionError e) {
      throw new AssertionError(request + ": expected " + answer + ": " + e.getMessage(), e);
    }
  }

  private HttpResponse<byte[]> send(ReaderRequest request) {
    HttpRequest.Builder built =
        HttpRequest.newBuilder(uri(request))
            .timeout(Duration.ofSeconds(30))
            .method(request.method(), HttpRequest.BodyPublishers.noBody());
    request.headers().forEach(built::header);
    try {
      return client().send(built.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(request + ": " + e, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting", e);
    }
  }
}
