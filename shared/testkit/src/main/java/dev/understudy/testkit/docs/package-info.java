/** Readers of the documentation, for tests that compare it with the code. */
@NullMarked
package dev.understudy.testkit.docs;

import org.jspecify.annotations.NullMarked;
