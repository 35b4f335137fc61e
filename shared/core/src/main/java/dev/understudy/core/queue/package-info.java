/** The queues of hints. Uses only {@code java.*}. */
@NullMarked
package dev.understudy.core.queue;

import org.jspecify.annotations.NullMarked;
