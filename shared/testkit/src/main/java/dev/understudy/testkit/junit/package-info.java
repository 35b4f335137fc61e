/** What tests in several modules need of JUnit. */
@NullMarked
package dev.understudy.testkit.junit;

import org.jspecify.annotations.NullMarked;
