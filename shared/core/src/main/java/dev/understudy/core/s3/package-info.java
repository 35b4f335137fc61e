/**
 * Both stores over the S3 protocol: adapters, clients, TLS and error translation. The only package
 * that uses the S3 SDK.
 */
@NullMarked
package dev.understudy.core.s3;

import org.jspecify.annotations.NullMarked;
