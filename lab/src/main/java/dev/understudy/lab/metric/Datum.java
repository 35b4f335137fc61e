package dev.understudy.lab.metric;

import java.time.Instant;

/** One published measurement of a metric, at the time that the publisher gave it. */
public record Datum(MetricId metric, MetricValues measurement, String unit, Instant time) {}
