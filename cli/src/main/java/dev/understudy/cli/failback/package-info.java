/**
 * The way back after a promotion. {@code ListingWalk} finds the keys that may differ, {@code
 * KeyCheck} compares both sides with the state before the promotion, {@code PrimaryWriter} writes
 * to the primary under a condition, and {@code Failback} runs all of it.
 */
@NullMarked
package dev.understudy.cli.failback;

import org.jspecify.annotations.NullMarked;
