/** CloudWatch's client. The only package of the probe that uses its SDK. */
@NullMarked
package dev.understudy.healthprobe.cloudwatch;

import org.jspecify.annotations.NullMarked;
