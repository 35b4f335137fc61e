/** Real servers for tests, found on the machine; never downloaded from here. */
@NullMarked
package dev.understudy.emulators.real;

import org.jspecify.annotations.NullMarked;
