/** A wire that misbehaves as it is told, between any client and any server. */
@NullMarked
package dev.understudy.emulators.net;

import org.jspecify.annotations.NullMarked;
