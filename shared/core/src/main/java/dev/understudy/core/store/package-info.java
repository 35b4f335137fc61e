/**
 * The two stores as the converge procedure needs them, and what may go wrong with them. Only {@code
 * java.*}.
 */
@NullMarked
package dev.understudy.core.store;

import org.jspecify.annotations.NullMarked;
