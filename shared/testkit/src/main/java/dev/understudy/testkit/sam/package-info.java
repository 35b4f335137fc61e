/** The project's {@code template.yaml}, as tests read it. */
@NullMarked
package dev.understudy.testkit.sam;

import org.jspecify.annotations.NullMarked;
