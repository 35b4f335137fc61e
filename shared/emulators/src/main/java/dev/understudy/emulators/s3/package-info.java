/**
 * An S3 endpoint in this JVM, on the JDK's own HTTP server: the two stores of the embedded stack
 * and the oracle of tests. {@link dev.understudy.emulators.s3.Quirks} turns it into a MinIO.
 *
 * <p>{@code S3Endpoint} owns the sockets, {@code Router} finds the operation of a request, {@code
 * Authentication} says who asks, the {@code ...Operations} speak HTTP and XML, and {@code Bucket}
 * is the engine: versions in order, conditions, commits.
 */
@NullMarked
package dev.understudy.emulators.s3;

import org.jspecify.annotations.NullMarked;
