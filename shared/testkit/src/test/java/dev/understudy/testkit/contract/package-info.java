/**
 * What Understudy needs from a store, as tests that run against the S3 endpoint in both behaviours,
 * a real MinIO and LocalStack. {@link dev.understudy.testkit.contract.StoreContract} is the
 * behaviour of Amazon S3. {@link dev.understudy.testkit.contract.MinioStoreContract} lists how
 * MinIO differs.
 */
@NullMarked
package dev.understudy.testkit.contract;

import org.jspecify.annotations.NullMarked;
