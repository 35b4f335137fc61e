package dev.understudy.lab.queue;

/** One queue: the URL for clients, and the ARN for policies and event sources. */
public record Queue(String url, String arn) {
  /** The name, which is the last part of the ARN. */
  public String name() {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
