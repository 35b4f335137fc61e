package dev.understudy.core.aws;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A client of SQS that is created when it is first used, because most runs need none, and its
 * classes are a quarter of those that a start would load. Thread-safe.
 */
final class LazySqs implements AutoCloseable {
  private final AwsAccess aws;
  private final Optional<URI> endpoint;
  private @Nullable SqsClient client;

  /**
   * @param endpoint an SQS endpoint other than AWS's
   */
  LazySqs(AwsAccess aws, Optional<URI> endpoint) {
    this.aws = aws;
    this.endpoint = endpoint;
  }

  synchronized SqsClient get() {
    SqsClient known = client;
    if (known == null) {
      known = aws.sqs(endpoint);
      client = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
