/**
 * What an object is: key, ETag, fingerprint, and which keys a standby can hold. Only {@code
 * java.*}.
 */
@NullMarked
package dev.understudy.core.object;

import org.jspecify.annotations.NullMarked;
