package dev.understudy.emulators.s3;

import java.util.List;

/** Delivers event notifications. Called by several threads of the endpoint. */
@FunctionalInterface
public interface NotificationSender {

  /**
   * Sends up to ten bodies to one queue or topic. After an exception, the endpoint sends all of
   * them again later: delivery is at least once, without order.
   */
  void send(String destinationArn, List<String> bodies) throws Exception;
}
