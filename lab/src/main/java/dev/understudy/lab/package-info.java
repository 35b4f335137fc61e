/**
 * The commands of the lab: each {@code ...Command} is the main class of one make target (demo, up,
 * drill, soak). {@code CommandLine} holds what they share.
 */
@NullMarked
package dev.understudy.lab;

import org.jspecify.annotations.NullMarked;
