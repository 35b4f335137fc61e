/**
 * In-memory implementations of {@code core}'s stores, for tests of the code that uses them. They
 * are stricter than the real stores, and pass the same contracts: {@code StandbyContract} and
 * {@code PrimaryContract}.
 */
@NullMarked
package dev.understudy.testkit.store;

import org.jspecify.annotations.NullMarked;
