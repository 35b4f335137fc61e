/** Certificates for tests. */
@NullMarked
package dev.understudy.testkit.tls;

import org.jspecify.annotations.NullMarked;
