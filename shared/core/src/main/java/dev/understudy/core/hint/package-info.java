/** Messages that say "this key may have changed", in every shape they arrive in. */
@NullMarked
package dev.understudy.core.hint;

import org.jspecify.annotations.NullMarked;
