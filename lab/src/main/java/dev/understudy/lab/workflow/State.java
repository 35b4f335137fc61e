package dev.understudy.lab.workflow;

import java.util.List;
import java.util.Optional;

/** A state of a definition. */
sealed interface State {
  /**
   * @param parameters the template of the resource's input
   * @param resultSelector the template of the result; empty for the resource's answer
   */
  record Task(
      String resource,
      Object parameters,
      Optional<Object> resultSelector,
      ResultPath resultPath,
      List<Retrier> retriers,
      String next)
      implements State {}

  record Choice(List<Rule> rules, String otherwise) implements State {}

  /** Runs a processor for each item of a list, several at a time. */
  record Each(
      String itemsPath,
      int maxConcurrency,
      Definition processor,
      ResultPath resultPath,
      String next)
      implements State {}

  record Wait(int seconds, String next) implements State {}

  record Succeed() implements State {}

  /**
   * A rule of a choice, about one variable.
   *
   * @param equal the value that it must have; empty if it must exist only
   */
  record Rule(String variable, Optional<Boolean> equal, String next) {
    boolean matches(Optional<Object> value) {
      return equal
          .<Boolean>map(wanted -> value.filter(wanted::equals).isPresent())
          .orElseGet(value::isPresent);
    }
  }

  /**
   * Repeats a failed task.
   *
   * @param error the error that it is for, or {@code States.ALL}
   */
  record Retrier(String error, int intervalSeconds, int maxAttempts, int backoffRate) {
    boolean matches(String failure) {
      return error.equals("States.ALL") || error.equals(failure);
    }

    /** Seconds before an attempt, from 0. */
    long delaySeconds(int attempt) {
      return Math.round(intervalSeconds * Math.pow(backoffRate, attempt));
    }
  }

  /**
   * Where a result goes.
   *
   * @param field of the input; empty to replace the input, if the result is kept
   */
  record ResultPath(boolean kept, Optional<String> field) {}
}
