package dev.understudy.emulators.real;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A LocalStack: the one that {@code UNDERSTUDY_LOCALSTACK} names by its address, or a container of
 * the image {@code UNDERSTUDY_LOCALSTACK_IMAGE} where a Docker engine answers.
 *
 * @param endpoint the one address of all its services
 */
public record RealLocalStack(URI endpoint, Optional<LocalStackContainer> container)
    implements AutoCloseable {
  /** The last one that asks for no account. */
  private static final String IMAGE = "localstack/localstack:4.14.0";

  /**
   * Starts S3 and SQS in a container or takes what is there, or ends the test as left out, with a
   * printed reason, where there is neither.
   */
  public static RealLocalStack start() {
    Optional<String> running = variable("UNDERSTUDY_LOCALSTACK");
    if (running.isPresent()) {
      return new RealLocalStack(URI.create(running.orElseThrow()), Optional.empty());
    }
    return start(fresh().withServices("s3", "sqs"));
  }

  /**
   * Starts all of its services in a container, functions too, or ends the test as left out where no
   * Docker engine answers.
   */
  public static RealLocalStack startWhole() {
    return start(fresh());
  }

  private static LocalStackContainer fresh() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new MissingComponentException(
          "no LocalStack here; start a Docker engine,"
              + " or name the address of a running LocalStack in UNDERSTUDY_LOCALSTACK");
    }
    String image = variable("UNDERSTUDY_LOCALSTACK_IMAGE").orElse(IMAGE);
    return new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"))
        // It would look for its own newest certificate and report what is used.
        .withEnv("SKIP_SSL_CERT_DOWNLOAD", "1")
        .withEnv("DISABLE_EVENTS", "1");
  }

  private static RealLocalStack start(LocalStackContainer container) {
    container.start();
    return new RealLocalStack(container.getEndpoint(), Optional.of(container));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** What it takes for any account. */
  public static String accessKey() {
    return "test";
  }

  /** Not checked there. */
  public static String secretKey() {
    return "test";
  }

  /** Removes the container, if it is ours. */
  @Override
  public void close() {
    container.ifPresent(LocalStackContainer::stop);
  }
}
