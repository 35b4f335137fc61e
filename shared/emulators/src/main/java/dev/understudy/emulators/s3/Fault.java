package dev.understudy.emulators.s3;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What may go wrong with a request. */
public sealed interface Fault {
  /** Nothing. */
  Fault NONE = new None();

  /** Answers with an error and does nothing. */
  static Fault refuse(int status, String code) {
    return new Refuse(status, code);
  }

  /** Answers 200 with an error in the body, as S3 may on long requests, and does nothing. */
  static Fault errorInBody(String code) {
    return new ErrorInBody(code);
  }

  /** Does the work and closes the connection without an answer. */
  static Fault swallow() {
    return new Swallow();
  }

  /** Closes the connection after so many bytes of a GET's body. */
  static Fault cutBody(long bytes) {
    return new CutBody(bytes);
  }

  /** Holds the request, before any work, until the latch opens or the endpoint goes down. */
  static Fault stall(CountDownLatch until) {
    return new Stall(until);
  }

  /** Holds the request, before any work, for so long. */
  static Fault delay(Duration by) {
    return new Delay(by);
  }

  record None() implements Fault {}

  record Refuse(int status, String code) implements Fault {}

  record ErrorInBody(String code) implements Fault {}

  record Swallow() implements Fault {}

  record CutBody(long bytes) implements Fault {}

  record Stall(CountDownLatch until) implements Fault {}

  record Delay(Duration by) implements Fault {}
}
