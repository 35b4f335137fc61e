/**
 * What a command prints: the terminal with its progress line, the startup message, and the format
 * of numbers and rows.
 */
@NullMarked
package dev.understudy.lab.console;

import org.jspecify.annotations.NullMarked;
