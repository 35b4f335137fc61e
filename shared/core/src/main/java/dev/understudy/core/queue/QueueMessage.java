package dev.understudy.core.queue;

/**
 * A received message.
 *
 * @param queue the name of its queue
 * @param receiptHandle the handle of this receive
 * @param receiveCount the number of receives, including this one
 */
public record QueueMessage(
    String queue, String id, String receiptHandle, String body, int receiveCount) {}
