/**
 * Compares both buckets key by key and hints at whatever differs. It never changes an object of the
 * standby: what a listing showed may be out of date, so acting on it would break convergence
 * (docs/decisions/0011).
 */
@NullMarked
package dev.understudy.reconciler;

import org.jspecify.annotations.NullMarked;
