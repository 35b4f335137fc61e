/** What a command prints. */
@NullMarked
package dev.understudy.lab.console;

import org.jspecify.annotations.NullMarked;
