/** Certificates for tests. */
@NullMarked
package dev.understudy.emulators.tls;

import org.jspecify.annotations.NullMarked;
