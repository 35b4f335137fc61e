package dev.understudy.lab.queue;

import dev.understudy.lab.http.Listening;
import java.net.InetSocketAddress;
import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * An SQS server in this JVM (ElasticMQ), on the loopback interface unless told otherwise; its
 * messages live in memory.
 */
public final class SqsServer implements AutoCloseable {
  /** The region and account in the queues' ARNs, the same as everywhere in the stack. */
  public static final String REGION = "us-east-1";

  public static final String ACCOUNT = "000000000000";

  private final SQSRestServer server;
  private final URI endpoint;

  private SqsServer(SQSRestServer server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /** Listens on the given port, any free one for 0; ready when this returns. */
  public static SqsServer start(int port) {
    return start(Listening.LOOPBACK, port);
  }

  /** Listens on the given port, any free one for 0; ready when this returns. */
  public static SqsServer start(Listening where, int port) {
    SQSRestServer server =
        SQSRestServerBuilder.withInterface(where.address().getHostAddress())
            .withPort(port)
            .withAWSRegion(REGION)
            .withAWSAccountId(ACCOUNT)
            .start();
    InetSocketAddress address = server.waitUntilStarted().localAddress();
    return new SqsServer(server, where.uri(address.getPort()));
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    server.stopAndWait();
  }
}
