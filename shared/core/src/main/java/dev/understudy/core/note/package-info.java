/** Small JSON objects of Understudy on the standby, written under a condition. */
@NullMarked
package dev.understudy.core.note;

import org.jspecify.annotations.NullMarked;
