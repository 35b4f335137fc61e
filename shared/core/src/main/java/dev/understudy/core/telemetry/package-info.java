/** One JSON line per fact: a log line and CloudWatch metrics (Embedded Metric Format) at once. */
@NullMarked
package dev.understudy.core.telemetry;

import org.jspecify.annotations.NullMarked;
