/** Real servers for tests. Binaries must be installed; they are never downloaded from here. */
@NullMarked
package dev.understudy.emulators.real;

import org.jspecify.annotations.NullMarked;
