/**
 * What Understudy needs of a store, as tests that run against any of them: the endpoint of this
 * module in both characters, a real MinIO, an emulator. {@link
 * dev.understudy.testkit.contract.StoreContract} is Amazon's S3; what MinIO does otherwise is
 * named, test by test, in {@link dev.understudy.testkit.contract.MinioStoreContract}.
 */
@NullMarked
package dev.understudy.testkit.contract;

import org.jspecify.annotations.NullMarked;
