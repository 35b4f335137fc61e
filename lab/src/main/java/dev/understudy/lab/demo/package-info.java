/**
 * The demonstration of {@code make demo}: each {@code ...Scene} changes the primary or disturbs the
 * system and waits for the standby. {@code DemoScript} runs them and compares both buckets at the
 * end.
 */
@NullMarked
package dev.understudy.lab.demo;

import org.jspecify.annotations.NullMarked;
