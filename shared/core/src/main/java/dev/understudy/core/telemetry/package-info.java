/**
 * One JSON line per event, which is a log line and carries CloudWatch metrics (embedded metric
 * format); and the list of all metrics.
 */
@NullMarked
package dev.understudy.core.telemetry;

import org.jspecify.annotations.NullMarked;
