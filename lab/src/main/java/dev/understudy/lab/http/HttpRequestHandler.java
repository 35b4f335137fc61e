package dev.understudy.lab.http;

/** Answers the requests of a server; must be thread-safe. */
@FunctionalInterface
public interface HttpRequestHandler {
  HttpAnswer answer(HttpCall call);
}
