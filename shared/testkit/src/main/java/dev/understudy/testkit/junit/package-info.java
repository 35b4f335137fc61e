/** JUnit extensions for tests in several modules. */
@NullMarked
package dev.understudy.testkit.junit;

import org.jspecify.annotations.NullMarked;
