package dev.understudy.replicator;

import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** SSE-S3. */
class EncryptedWithS3IT extends EncryptedStandby {
  @Override
  ServerSideEncryption algorithm() {
    return ServerSideEncryption.AES256;
  }
}
