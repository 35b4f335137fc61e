/** Writers and outages for as long as one likes, and the comparison afterwards. */
@NullMarked
package dev.understudy.lab.soak;

import org.jspecify.annotations.NullMarked;
