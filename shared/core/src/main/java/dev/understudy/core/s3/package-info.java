/**
 * The only place that sees the S3 SDK: both stores over S3's protocol, their clients, TLS, and the
 * reading of their errors.
 */
@NullMarked
package dev.understudy.core.s3;

import org.jspecify.annotations.NullMarked;
