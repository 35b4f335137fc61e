/**
 * The stack's queues: an embedded SQS server, and the queues that must exist on the embedded or a
 * real one.
 */
@NullMarked
package dev.understudy.lab.queue;

import org.jspecify.annotations.NullMarked;
