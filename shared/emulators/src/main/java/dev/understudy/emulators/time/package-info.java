/** Clocks that a test moves. */
@NullMarked
package dev.understudy.emulators.time;

import org.jspecify.annotations.NullMarked;
