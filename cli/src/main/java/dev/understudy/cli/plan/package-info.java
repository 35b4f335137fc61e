/**
 * What a backfill and a month will cost, and how long they take. {@code SurveyRun} lists the
 * buckets, {@code Survey} counts within bounded memory, {@code Estimate} calculates, and {@code
 * PlanReport} and {@code PlanPage} show the result.
 */
@NullMarked
package dev.understudy.cli.plan;

import org.jspecify.annotations.NullMarked;
