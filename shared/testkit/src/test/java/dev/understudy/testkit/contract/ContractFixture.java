package dev.understudy.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What every part of the contract uses: a client, an empty plain and an empty versioned bucket for
 * each test, and short helper methods.
 */
interface ContractFixture {
  /** No headers, or no query. */
  Map<String, String> NONE = Map.of();

  /** The store, through one SDK. Its creator closes it. */
  ContractClient client();

  /** A bucket that was never versioned, empty at the beginning of the test. */
  String bucket();

  /** A bucket with versioning, empty at the beginning of the test. */
  String versioned();

  /** Writes without any headers. */
  default StoreAnswer put(String bucket, String key, String body) {
    return client().put(bucket, key, bytes(body), NONE);
  }

  /** Reads the body as text. */
  default String read(String bucket, String key) {
    return text(client().get(bucket, key, NONE, NONE));
  }

  /** Asserts that a call fails in this way. An empty code matches any code: HEAD has none. */
  default StoreErrorException refused(int status, String code, ThrowingCallable call) {
    StoreErrorException refusal = catchThrowableOfType(StoreErrorException.class, call);
    assertThat(refusal).as("refused with %s %s", status, code).isNotNull();
    assertThat(refusal.status() + " " + (code.isEmpty() ? "" : refusal.code()))
        .isEqualTo(status + " " + code);
    return refusal;
  }

  /** UTF-8. */
  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** The body as UTF-8. */
  static String text(StoreAnswer answer) {
    return new String(answer.body(), UTF_8);
  }
}
