/** What the documentation promises, read so that tests can hold it against the code. */
@NullMarked
package dev.understudy.testkit.docs;

import org.jspecify.annotations.NullMarked;
