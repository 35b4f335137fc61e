package dev.understudy.emulators.s3;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A fault that the endpoint injects into a request. */
public sealed interface Fault {
  /** No fault. */
  Fault NONE = new None();

  /** Responds with an error, without the operation. */
  static Fault refuse(int status, String code) {
    return new Refuse(status, code);
  }

  /** Responds 200 with an error in the body, as S3 may for long requests, without the operation. */
  static Fault errorInBody(String code) {
    return new ErrorInBody(code);
  }

  /** Performs the operation, and closes the connection without a response. */
  static Fault swallow() {
    return new Swallow();
  }

  /** Closes the connection after this number of bytes of a GET's body. */
  static Fault cutBody(long bytes) {
    return new CutBody(bytes);
  }

  /** Delays the operation until the latch opens, or fails it when the endpoint goes down. */
  static Fault stall(CountDownLatch until) {
    return new Stall(until);
  }

  /** Delays the operation. */
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
