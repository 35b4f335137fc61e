/** Deadlines. */
@NullMarked
package dev.understudy.core.time;

import org.jspecify.annotations.NullMarked;
