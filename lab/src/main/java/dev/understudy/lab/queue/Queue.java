package dev.understudy.lab.queue;

/** One queue: where clients send, and how policies and event sources name it. */
public record Queue(String url, String arn) {}
