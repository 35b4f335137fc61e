/**
 * A small HTTP server for the embedded AWS services, with its request and response, and the address
 * that it listens on.
 */
@NullMarked
package dev.understudy.lab.http;

import org.jspecify.annotations.NullMarked;
