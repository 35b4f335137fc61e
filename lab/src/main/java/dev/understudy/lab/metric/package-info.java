/**
 * CloudWatch metrics in this JVM: the data that the SDK publishes and that log lines embed, with
 * CloudWatch's validation.
 */
@NullMarked
package dev.understudy.lab.metric;

import org.jspecify.annotations.NullMarked;
