package dev.understudy.lab.client;

/** A bucket did not do what a client asked; the message names the bucket, the key and why. */
public final class BucketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BucketException(String message, Throwable cause) {
    super(message, cause);
  }
}
