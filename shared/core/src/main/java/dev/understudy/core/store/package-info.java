/** The interfaces of the two stores and their failures. Uses only {@code java.*}. */
@NullMarked
package dev.understudy.core.store;

import org.jspecify.annotations.NullMarked;
