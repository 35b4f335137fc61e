package dev.understudy.lab.metric;

import java.time.Instant;

/** One published datum of a metric, with its timestamp. */
public record Datum(MetricId metric, MetricValues measurement, String unit, Instant time) {}
