package dev.understudy.lab.http;

/** What a server answers; called by many threads at once. */
@FunctionalInterface
public interface HttpHandling {
  HttpAnswer answer(HttpCall call);
}
