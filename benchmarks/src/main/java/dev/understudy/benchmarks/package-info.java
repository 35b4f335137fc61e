/**
 * The benchmarks behind docs/performance.md: each {@code ...Part} measures one goal, each {@code
 * ...Contender} copies objects. {@code BenchReport} is the format of all results.
 */
@NullMarked
package dev.understudy.benchmarks;

import org.jspecify.annotations.NullMarked;
