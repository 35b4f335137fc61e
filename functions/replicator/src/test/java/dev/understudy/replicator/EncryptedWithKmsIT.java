package dev.understudy.replicator;

import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** SSE-KMS, as with {@code MINIO_KMS_AUTO_ENCRYPTION}. */
class EncryptedWithKmsIT extends EncryptedStandby {
  @Override
  ServerSideEncryption algorithm() {
    return ServerSideEncryption.AWS_KMS;
  }
}
