/** Small HTTP servers on the loopback interface, for the services that the stack imitates. */
@NullMarked
package dev.understudy.lab.http;

import org.jspecify.annotations.NullMarked;
