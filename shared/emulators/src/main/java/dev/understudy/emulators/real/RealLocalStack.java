package dev.understudy.emulators.real;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A LocalStack: the running one whose address {@code UNDERSTUDY_LOCALSTACK} holds, else a new
 * container of the image {@code UNDERSTUDY_LOCALSTACK_IMAGE}, which needs Docker.
 *
 * @param endpoint the address of all its services
 */
public record RealLocalStack(URI endpoint, Optional<LocalStackContainer> container)
    implements AutoCloseable {
  /** The last version that does not require an account. */
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private static final String MOCKS = "/tmp/mocks.json";

  /**
   * Uses the running LocalStack, or starts S3, SQS and SNS in a container.
   *
   * @throws MissingComponentException if neither is possible
   */
  public static RealLocalStack start() {
    Optional<String> running = variable("UNDERSTUDY_LOCALSTACK");
    if (running.isPresent()) {
      return new RealLocalStack(URI.create(running.orElseThrow()), Optional.empty());
    }
    return start(fresh().withServices("s3", "sqs", "sns"));
  }

  /**
   * Starts all services, Lambda included, in a container.
   *
   * @throws MissingComponentException if Docker is not available
   */
  public static RealLocalStack startWhole() {
    return start(fresh());
  }

  /**
   * Starts Step Functions in a container, whose tasks are mocked.
   *
   * @param mocks a mock configuration of LocalStack, in JSON
   * @throws MissingComponentException if Docker is not available
   */
  public static RealLocalStack startStepFunctions(String mocks) {
    return start(
        fresh()
            .withServices("stepfunctions", "lambda", "events")
            .withEnv("SFN_MOCK_CONFIG", MOCKS)
            .withCopyToContainer(Transferable.of(mocks), MOCKS));
  }

  private static LocalStackContainer fresh() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new MissingComponentException(
          "LocalStack is not available; start Docker,"
              + " or set UNDERSTUDY_LOCALSTACK to the address of a running LocalStack");
    }
    String image = variable("UNDERSTUDY_LOCALSTACK_IMAGE").orElse(IMAGE);
    return new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"))
        // Without these, LocalStack downloads a certificate and reports its use.
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

  /** An access key that LocalStack accepts. */
  public static String accessKey() {
    return "test";
  }

  /** LocalStack does not check it. */
  public static String secretKey() {
    return "test";
  }

  /** Stops the container, if this object started one. */
  @Override
  public void close() {
    container.ifPresent(LocalStackContainer::stop);
  }
}
