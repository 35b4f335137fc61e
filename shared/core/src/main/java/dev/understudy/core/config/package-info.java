/** The environment, read once, with every mistake reported at once; and the standby's secret. */
@NullMarked
package dev.understudy.core.config;

import org.jspecify.annotations.NullMarked;
