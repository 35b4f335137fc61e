/** JSON as a tree of the JDK's maps, lists and values. */
@NullMarked
package dev.understudy.core.json;

import org.jspecify.annotations.NullMarked;
