/** What copying costs, measured against what it cannot cost less than. */
@NullMarked
package dev.understudy.benchmarks;

import org.jspecify.annotations.NullMarked;
