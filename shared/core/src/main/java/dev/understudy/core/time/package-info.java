/** How long there is to work. */
@NullMarked
package dev.understudy.core.time;

import org.jspecify.annotations.NullMarked;
