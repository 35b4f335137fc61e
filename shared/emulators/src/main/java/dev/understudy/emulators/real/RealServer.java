package dev.understudy.emulators.real;

import java.net.URI;

/** A real server that a test may interrupt. Its data stay until it is closed. */
public interface RealServer extends AutoCloseable {
  URI endpoint();

  /** Kills the server, as a crash would. */
  void kill();

  /** Shuts the server down in order. */
  void stop();

  /** Kills the server and starts it again with the same data on the same port. */
  void restart();

  /** Kills the server and deletes its data. */
  @Override
  void close();
}
