/**
 * The soak test of {@code make soak}: concurrent writers, random outages of a real server, and the
 * comparison afterwards.
 */
@NullMarked
package dev.understudy.lab.soak;

import org.jspecify.annotations.NullMarked;
