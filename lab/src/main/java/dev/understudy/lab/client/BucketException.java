package dev.understudy.lab.client;

/** A request to a bucket failed; the message names the bucket, the key and the reason. */
public final class BucketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BucketException(String message, Throwable cause) {
    super(message, cause);
  }
}
