/** The page of the local stack: what it shows, and the faults that its buttons cause. */
@NullMarked
package dev.understudy.lab.page;

import org.jspecify.annotations.NullMarked;
