/** What every function of one deployment is told alike, and its way to both stores. */
@NullMarked
package dev.understudy.core.deployment;

import org.jspecify.annotations.NullMarked;
