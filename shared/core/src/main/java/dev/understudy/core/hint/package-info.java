/** Messages that say "this key may have changed", in every supported format. */
@NullMarked
package dev.understudy.core.hint;

import org.jspecify.annotations.NullMarked;
