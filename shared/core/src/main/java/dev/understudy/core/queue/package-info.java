/** The queue of hints, as a worker needs it. Only {@code java.*}. */
@NullMarked
package dev.understudy.core.queue;

import org.jspecify.annotations.NullMarked;
