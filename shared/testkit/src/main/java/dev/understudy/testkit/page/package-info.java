/** What tests of HTML pages need. */
@NullMarked
package dev.understudy.testkit.page;

import org.jspecify.annotations.NullMarked;
