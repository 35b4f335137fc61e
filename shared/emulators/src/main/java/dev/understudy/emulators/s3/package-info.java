/**
 * An S3 endpoint in this JVM, on the JDK's HTTP server. It is both stores of the embedded stack,
 * and the reference in tests. {@link dev.understudy.emulators.s3.Quirks} makes it behave as MinIO.
 *
 * <p>{@code EndpointListener} owns the port. {@code Dispatcher} processes a request: {@code
 * Authentication} verifies its signature, {@code Router} finds its operation, and an operation
 * class translates between HTTP and {@code Bucket}. {@code Bucket} commits changes: conditions,
 * versions and events.
 */
@NullMarked
package dev.understudy.emulators.s3;

import org.jspecify.annotations.NullMarked;
