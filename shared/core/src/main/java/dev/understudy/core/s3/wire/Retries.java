package dev.understudy.core.s3.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Repeats calls as the SDK's standard mode does: up to three attempts, with exponential backoff and
 * jitter, and with a budget that all calls share. Thread-safe.
 */
final class Retries {
  /** A server may ask for a minute; the caller's own retry comes sooner. */
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(5);

  private final RetryStrategy strategy = AwsRetryStrategy.standardRetryStrategy();
  private final CountDownLatch closed = new CountDownLatch(1);

  <T> T run(Supplier<T> attempt) {
    RetryToken token =
        strategy.acquireInitialToken(AcquireInitialTokenRequest.create("understudy")).token();
    while (true) {
      try {
        T result = attempt.get();
        strategy.recordSuccess(RecordSuccessRequest.create(token));
        return result;
      } catch (SdkException e) {
        if (isFinal(e)) {
          throw e;
        }
        token = afterPause(token, e);
      }
    }
  }

  /**
   * Waits before an attempt.
   *
   * @throws IllegalStateException if the connections are closed meanwhile
   */
  void pause(long nanos) {
    try {
      if (nanos > 0 && closed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("The connections are closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("The thread was interrupted", e);
    }
  }

  /** Ends every pause. Calls that wait then fail with what they failed with before. */
  void close() {
    closed.countDown();
  }

  /** The normal answers among the errors. The strategy would reject them with an exception. */
  private static boolean isFinal(SdkException failure) {
    int status = failure instanceof AwsServiceException response ? response.statusCode() : 0;
    return status == 404 || status == 412;
  }

  private RetryToken afterPause(RetryToken token, SdkException failure) {
    try {
      RefreshRetryTokenResponse next =
          strategy.refreshRetryToken(
              RefreshRetryTokenRequest.builder()
                  .token(token)
                  .failure(failure)
                  .suggestedDelay(retryAfter(failure))
                  .build());
      if (closed.await(next.delay().toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure;
      }
      return next.token();
    } catch (TokenAcquisitionFailedException e) {
      throw failure;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("The thread was interrupted", failure);
    }
  }

  private static Duration retryAfter(SdkException failure) {
    return Optional.of(failure)
        .filter(AwsServiceException.class::isInstance)
        .map(e -> ((AwsServiceException) e).awsErrorDetails().sdkHttpResponse())
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .map(asked -> asked.compareTo(MAX_RETRY_AFTER) < 0 ? asked : MAX_RETRY_AFTER)
        .orElse(Duration.ZERO);
  }
}
