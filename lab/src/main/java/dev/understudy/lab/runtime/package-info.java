/**
 * Runs a packaged function in a child JVM under Lambda's own runtime interface client: {@code
 * RuntimeApi} is the Lambda side.
 */
@NullMarked
package dev.understudy.lab.runtime;

import org.jspecify.annotations.NullMarked;
