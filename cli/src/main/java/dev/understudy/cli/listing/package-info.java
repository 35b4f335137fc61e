/** Reading complete listings of a bucket with one page in memory. */
@NullMarked
package dev.understudy.cli.listing;

import org.jspecify.annotations.NullMarked;
