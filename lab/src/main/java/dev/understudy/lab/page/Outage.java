package dev.understudy.lab.page;

import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.console.Formats;
import dev.understudy.page.History;
import dev.understudy.page.PageState.Action;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Stops and starts one store, if it is embedded. Thread-safe. */
final class Outage {
  private static final String REAL =
      "%s_ENDPOINT names a real server, which the page does not change";

  private final String name;
  private final Optional<S3Endpoint> server;
  private final History history;
  private boolean down;

  Outage(String name, Optional<S3Endpoint> server, History history) {
    this.name = name;
    this.server = server;
    this.history = history;
  }

  String name() {
    return name;
  }

  synchronized Action action(String stop, String start) {
    return new Action(
        (down ? "start-" : "stop-") + name,
        "%s %s".formatted(down ? start : stop, Formats.origin(name)),
        down ? "It listens again" : "It refuses connections",
        real());
  }

  /** Both actions; one that changes nothing does no harm. */
  Map<String, Runnable> byName() {
    return Map.of("stop-" + name, () -> change(true), "start-" + name, () -> change(false));
  }

  private String real() {
    return server.isPresent() ? "" : REAL.formatted(name.toUpperCase(Locale.ROOT));
  }

  private synchronized void change(boolean stop) {
    S3Endpoint endpoint = server.orElseThrow(() -> new IllegalStateException(real()));
    if (stop != down) {
      history.event(
          "You: %s %s".formatted(Formats.origin(name), stop ? "is stopped" : "is started"));
    }
    down = stop;
    if (stop) {
      endpoint.pause();
    } else {
      endpoint.resume();
    }
  }

  /** Why an action that needs the store cannot run; empty if it can. */
  synchronized String reason() {
    return down ? "The %s is stopped".formatted(name) : real();
  }

  void requireUp() {
    if (!reason().isEmpty()) {
      throw new IllegalStateException(reason());
    }
  }
}
