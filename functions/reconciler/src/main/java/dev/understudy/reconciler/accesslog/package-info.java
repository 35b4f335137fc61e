/**
 * Learns from access logs which keys readers read, and stores them in the primary as the set of hot
 * keys (docs/hot-objects.md).
 */
@NullMarked
package dev.understudy.reconciler.accesslog;

import org.jspecify.annotations.NullMarked;
