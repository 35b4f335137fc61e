/** The whole system in one JVM, each part embedded or a real one. */
@NullMarked
package dev.understudy.lab.stack;

import org.jspecify.annotations.NullMarked;
