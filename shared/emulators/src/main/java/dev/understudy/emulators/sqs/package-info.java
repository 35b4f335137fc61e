/** What SQS accepts. The lab's queues are ElasticMQ. */
@NullMarked
package dev.understudy.emulators.sqs;

import org.jspecify.annotations.NullMarked;
