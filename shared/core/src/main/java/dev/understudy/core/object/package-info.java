/**
 * Objects: keys, ETags, fingerprints, and the keys that a standby can hold. Uses only {@code
 * java.*}.
 */
@NullMarked
package dev.understudy.core.object;

import org.jspecify.annotations.NullMarked;
