/** Lambda's invocation context, for tests that invoke a function as Lambda does. */
@NullMarked
package dev.understudy.testkit.lambda;

import org.jspecify.annotations.NullMarked;
