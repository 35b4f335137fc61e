package dev.understudy.lab.queue;

import dev.understudy.lab.http.ListenAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** An SQS server in this JVM (ElasticMQ), with its messages in memory. */
public final class SqsServer implements AutoCloseable {
  /** The region and account of all ARNs in the stack. */
  public static final String REGION = "us-east-1";

  public static final String ACCOUNT = "000000000000";

  private final SQSRestServer server;
  private final URI endpoint;

  private SqsServer(SQSRestServer server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /** Starts on a port of the loopback interface, 0 for a free port; ready when this returns. */
  public static SqsServer start(int port) {
    return start(ListenAddress.LOOPBACK, port);
  }

  /** Starts on a port, 0 for a free port; ready when this returns. */
  public static SqsServer start(ListenAddress listenAddress, int port) {
    SQSRestServer server =
        SQSRestServerBuilder.withInterface(listenAddress.address().getHostAddress())
            .withPort(port)
            .withAWSRegion(REGION)
            .withAWSAccountId(ACCOUNT)
            .start();
    InetSocketAddress address = server.waitUntilStarted().localAddress();
    return new SqsServer(server, listenAddress.uri(address.getPort()));
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    server.stopAndWait();
  }
}
