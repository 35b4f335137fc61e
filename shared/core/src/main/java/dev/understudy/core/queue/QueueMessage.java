package dev.understudy.core.queue;

/**
 * A received message.
 *
 * @param queue the name of the queue that it came from
 * @param receiptHandle names this receive of it
 * @param receiveCount how often it has been received, this time included
 */
public record QueueMessage(
    String queue, String id, String receiptHandle, String body, int receiveCount) {}
