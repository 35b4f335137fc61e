/** A TCP proxy that injects network faults between any client and any server. */
@NullMarked
package dev.understudy.emulators.net;

import org.jspecify.annotations.NullMarked;
