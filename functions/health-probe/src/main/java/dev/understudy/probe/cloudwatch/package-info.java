/** CloudWatch's client: the one place of the probe that sees its SDK. */
@NullMarked
package dev.understudy.probe.cloudwatch;

import org.jspecify.annotations.NullMarked;
