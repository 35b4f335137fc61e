package dev.understudy.core.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class S3FailuresTest {
  private static final ObjectKey KEY = new ObjectKey("some/key");

  private final S3Failures failures = S3Failures.ofStandby();

  @ParameterizedTest
  @CsvSource({
    // status, code, a read's failure, a write's failure
    "403, AccessDenied, Unavailable, Unavailable",
    "403, InvalidAccessKeyId, Unavailable, Unavailable",
    "404, NoSuchBucket, Unavailable, Unavailable",
    "301, PermanentRedirect, Unavailable, InDoubt",
    "400, AuthorizationHeaderMalformed, Unavailable, Unavailable",
    "408, RequestTimeout, Unavailable, InDoubt",
    "499, ClientDisconnected, Unavailable, InDoubt",
    "400, '', Unavailable, InDoubt",
    "500, InternalError, Unavailable, InDoubt",
    "502, '', Unavailable, InDoubt",
    "503, '', Unavailable, InDoubt",
    "503, RequestTimeout, Unavailable, InDoubt",
    "503, SlowDown, Unavailable, Unavailable",
    "503, SlowDownWrite, Unavailable, Unavailable",
    "507, XMinioStorageFull, Unavailable, Unavailable",
    "200, InternalError, Unavailable, InDoubt",
    "400, BadDigest, Corrupt, Corrupt",
    "400, InvalidDigest, Corrupt, Corrupt",
    "400, XAmzContentChecksumMismatch, Corrupt, Corrupt",
    "403, InvalidObjectState, Refused, Refused",
    "400, XMinioInvalidObjectName, Refused, Refused",
    "400, KeyTooLongError, Refused, Refused",
    "409, ObjectParentIsFile, Refused, Refused",
    "409, ExistingObjectIsDirectory, Refused, Refused",
    "400, DirectoryObjectContainsData, Refused, Refused",
    "400, MetadataTooLarge, Refused, Refused",
    "400, InvalidTag, Refused, Refused",
    "400, EntityTooLarge, Refused, Refused"
  })
  void tellsAnswersApart(int status, String code, String read, String write) {
    AwsServiceException answer = answer(status, code, "what the server said");

    assertThat(failures.ofRead("HEAD", KEY, answer).getClass().getSimpleName()).isEqualTo(read);
    assertThat(failures.ofWrite("PUT", KEY, answer).getClass().getSimpleName()).isEqualTo(write);
  }

  @Test
  void takesAWriteForDoubtfulUnlessItWasNeverSent() {
    assertThat(failures.ofWrite("PUT", KEY, broken(new SocketException("Connection reset"))))
        .isInstanceOf(StoreException.InDoubt.class);
    assertThat(failures.ofWrite("PUT", KEY, broken(new SocketTimeoutException("Read timed out"))))
        .isInstanceOf(StoreException.InDoubt.class);
    assertThat(failures.ofWrite("PUT", KEY, broken(new IOException("anything else"))))
        .isInstanceOf(StoreException.InDoubt.class);

    assertThat(failures.ofWrite("PUT", KEY, broken(new ConnectException("refused"))))
        .isInstanceOf(StoreException.Unavailable.class);
    assertThat(failures.ofWrite("PUT", KEY, broken(new UnknownHostException("standby"))))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "403, InvalidAccessKeyId, true",
    "403, SignatureDoesNotMatch, true",
    "403, '', true",
    "400, '', true",
    "400, AuthorizationHeaderMalformed, false",
    "404, '', false",
    "403, AccessDenied, true",
    "404, XAdminUserNotFound, true",
    "404, NoSuchBucket, false",
    "500, '', false"
  })
  void knowsWhenANewerSecretMayHelp(int status, String code, boolean helps) {
    AwsServiceException answer = answer(status, code, "m");

    assertThat(newerSecretMayHelp(failures.ofRead("HEAD", KEY, answer))).isEqualTo(helps);
    assertThat(newerSecretMayHelp(S3Failures.ofPrimary().ofRead("HEAD", KEY, answer))).isFalse();
  }

  @Test
  void takesAFailedConnectionToTheStandbyForASignOfANewerSecret() {
    for (IOException cause :
        List.of(
            new ConnectException("refused"),
            new UnknownHostException("standby"),
            new SSLHandshakeException("unknown authority"))) {
      assertThat(newerSecretMayHelp(failures.ofRead("HEAD", KEY, broken(cause)))).isTrue();
      assertThat(newerSecretMayHelp(failures.ofWrite("PUT", KEY, broken(cause)))).isTrue();
      assertThat(newerSecretMayHelp(S3Failures.ofPrimary().ofRead("GET", KEY, broken(cause))))
          .isFalse();
    }
    IOException otherHost = new SSLPeerUnverifiedException("another host");
    assertThat(newerSecretMayHelp(failures.ofRead("HEAD", KEY, broken(otherHost)))).isTrue();
    assertThat(
            newerSecretMayHelp(failures.ofRead("HEAD", KEY, broken(new SocketException("reset")))))
        .isFalse();
  }

  private static boolean newerSecretMayHelp(StoreException failure) {
    return ((StoreException.Unavailable) failure).newerSecretMayHelp();
  }

  @Test
  void knowsAnObjectUnderACustomersKeyByItsMessage() {
    String message =
        "The object was stored using a form of Server Side Encryption. The correct parameters must"
            + " be provided to retrieve the object.";

    StoreException failure = failures.ofRead("GET", KEY, answer(400, "InvalidRequest", message));

    assertThat(((StoreException.Refused) failure).reason()).isEqualTo(Refusal.CUSTOMER_KEY);
    assertThat(failures.ofRead("GET", KEY, answer(400, "InvalidRequest", "something else")))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500})
  void namesStoreOperationKeyAndCode(int status) {
    assertThat(failures.ofWrite("PUT", KEY, answer(status, "SomeCode", "m")))
        .hasMessage("PUT of some/key on the standby failed: " + status + " SomeCode");
  }

  private static AwsServiceException answer(int status, String code, String message) {
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code.isEmpty() ? null : code)
            .errorMessage(message)
            .build();
    return AwsServiceException.builder()
        .statusCode(status)
        .message(message)
        .awsErrorDetails(details)
        .build();
  }

  private static SdkClientException broken(IOException cause) {
    return SdkClientException.create("Unable to execute HTTP request", cause);
  }
}
