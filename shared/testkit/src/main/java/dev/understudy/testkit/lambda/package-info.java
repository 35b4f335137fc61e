/** What Lambda hands to a function, for tests that call one as Lambda does. */
@NullMarked
package dev.understudy.testkit.lambda;

import org.jspecify.annotations.NullMarked;
