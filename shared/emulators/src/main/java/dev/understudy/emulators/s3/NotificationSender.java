package dev.understudy.emulators.s3;

import java.util.List;

/** Takes event notifications away. Called by several threads of the endpoint. */
@FunctionalInterface
public interface NotificationSender {

  /**
   * Sends up to ten bodies to one queue. What it throws makes the endpoint send all of them again
   * later, so that delivery is at least once; order is not promised.
   */
  void send(String queueArn, List<String> bodies) throws Exception;
}
