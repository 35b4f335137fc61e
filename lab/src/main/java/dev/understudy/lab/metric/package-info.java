/** CloudWatch metrics in this JVM: what the SDK publishes and what log lines embed. */
@NullMarked
package dev.understudy.lab.metric;

import org.jspecify.annotations.NullMarked;
