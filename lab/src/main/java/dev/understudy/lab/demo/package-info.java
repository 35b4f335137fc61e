/**
 * The demonstration: a folder goes to the primary, much happens to it, and the standby is proved
 * equal.
 */
@NullMarked
package dev.understudy.lab.demo;

import org.jspecify.annotations.NullMarked;
