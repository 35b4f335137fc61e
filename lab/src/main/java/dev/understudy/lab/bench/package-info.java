/** What copying costs, measured against what it cannot cost less than. */
@NullMarked
package dev.understudy.lab.bench;

import org.jspecify.annotations.NullMarked;
