/** The stack's queues: an embedded SQS server, and what must exist on whichever server is used. */
@NullMarked
package dev.understudy.lab.queue;

import org.jspecify.annotations.NullMarked;
