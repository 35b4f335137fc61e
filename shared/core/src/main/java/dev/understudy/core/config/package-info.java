/** Environment variables, with all mistakes reported together, and the standby's secret. */
@NullMarked
package dev.understudy.core.config;

import org.jspecify.annotations.NullMarked;
