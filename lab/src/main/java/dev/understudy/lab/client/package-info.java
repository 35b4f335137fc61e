/** Clients of both buckets: they make changes and compare the two sides. */
@NullMarked
package dev.understudy.lab.client;

import org.jspecify.annotations.NullMarked;
