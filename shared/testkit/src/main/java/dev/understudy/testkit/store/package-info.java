/**
 * Both stores in memory, behind the ports of {@code core}: for tests of what stands above them.
 * They are stricter than the real ones, and pass the same contracts ({@link
 * dev.understudy.testkit.store.StandbyContract}, {@link
 * dev.understudy.testkit.store.PrimaryContract}).
 */
@NullMarked
package dev.understudy.testkit.store;

import org.jspecify.annotations.NullMarked;
