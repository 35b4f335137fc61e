package dev.understudy.lab.queue;

/** One queue: the URL for clients, and the ARN for policies and event sources. */
public record Queue(String url, String arn) {}
