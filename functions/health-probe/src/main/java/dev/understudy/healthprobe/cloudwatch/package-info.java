/** CloudWatch's client: the one place of the probe that sees its SDK. */
@NullMarked
package dev.understudy.healthprobe.cloudwatch;

import org.jspecify.annotations.NullMarked;
