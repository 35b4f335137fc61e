/** A function as it is packaged, in a JVM of its own under Lambda's real runtime. */
@NullMarked
package dev.understudy.lab.runtime;

import org.jspecify.annotations.NullMarked;
