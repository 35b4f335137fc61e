/** The configuration that all functions share, and connections to both stores. */
@NullMarked
package dev.understudy.core.deployment;

import org.jspecify.annotations.NullMarked;
