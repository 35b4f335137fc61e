/**
 * The S3 protocol of the data path: signed HTTP/1.1 requests for the objects of one bucket.
 * Failures are the SDK's exceptions, so that callers translate them in one way. docs/decisions/0022
 * says which calls come through here.
 */
@NullMarked
package dev.understudy.core.s3.wire;

import org.jspecify.annotations.NullMarked;
