package dev.understudy.emulators.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server as a process, with its data and its log in one folder. */
final class ServerProcess {
  private static final Duration START_UP = Duration.ofSeconds(30);

  private final String name;
  private final Path folder;
  private final ProcessBuilder builder;
  private final URI health;
  private final HttpClient client;
  private @Nullable Process process;

  /**
   * @param name of the server, for messages
   * @param folder holds the log {@code log} and all data; deleted by {@link #close}
   * @param health answers 200 when the server is ready
   */
  ServerProcess(String name, Path folder, ProcessBuilder builder, URI health, HttpClient client) {
    this.name = name;
    this.folder = folder;
    this.builder = builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    this.health = health;
    this.client = client;
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  static Path newFolder(String name) {
    try {
      return Files.createTempDirectory("real-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the server and waits until it is ready.
   *
   * @throws IllegalStateException if it is not ready within 30 s; the message ends with its output
   */
  synchronized void start() {
    try {
      Process started = builder.start();
      process = started;
      long end = System.nanoTime() + START_UP.toNanos();
      while (!isReady()) {
        if (!started.isAlive() || System.nanoTime() > end) {
          kill();
          throw new IllegalStateException(
              name + " did not become ready: " + Files.readString(folder.resolve("log")));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for " + name, e);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      HttpRequest ready = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(1)).build();
      return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notReady) {
      return false;
    }
  }

  synchronized void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  synchronized void stop() {
    if (process != null) {
      process.destroy();
      process.onExit().join();
    }
  }

  synchronized void restart() {
    kill();
    start();
  }

  /** Kills the server and deletes the folder. */
  void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
