/** The lab's doors: each class here is one command. */
@NullMarked
package dev.understudy.lab;

import org.jspecify.annotations.NullMarked;
