package dev.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The results of the checks of one command, in their order. A check that throws does not hide the
 * others. Used by one thread.
 */
final class Checkup {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final Map<String, CheckResult> results = new LinkedHashMap<>();
  private final Consumer<String> progress;

  /**
   * @param progress receives the name of each check before it begins
   */
  Checkup(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Runs a check and returns its result. What it throws is an unknown result. */
  CheckResult check(String name, Callable<CheckResult> check) {
    progress.accept(name);
    CheckResult result = result(check);
    results.put(name, result);
    return result;
  }

  /** Notes why checks are left out. */
  void leaveOut(String name, String why) {
    results.put(name, CheckResult.leftOut(why));
  }

  /**
   * Runs a check of a permission. A request that is denied is a finding.
   *
   * @param actions the actions that the check needs
   */
  void permission(String name, String actions, Callable<CheckResult> check) {
    check(
        name,
        () -> {
          try {
            return check.call();
          } catch (AwsServiceException e) {
            if (isDenied(e)) {
              return CheckResult.finding(
                  "denied: " + e.getMessage(), "Allow " + actions + " to these credentials.");
            }
            throw e;
          }
        });
  }

  /** Whether the server rejected the credentials, or their permission. */
  static boolean isDenied(AwsServiceException e) {
    return e.statusCode() == UNAUTHORIZED || e.statusCode() == FORBIDDEN;
  }

  private static CheckResult result(Callable<CheckResult> check) {
    try {
      return check.call();
    } catch (Exception e) {
      return CheckResult.unknown(Failures.message(e));
    }
  }

  /** One row for each check. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    results.forEach(
        (name, result) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("check", name);
          row.put("result", result.state().label());
          row.put("found", result.found());
          rows.add(row);
        });
    return rows;
  }

  /** What to do, by the name of the check. */
  Map<String, String> remedies() {
    Map<String, String> remedies = new LinkedHashMap<>();
    results.forEach(
        (name, result) -> {
          if (!result.remedy().isEmpty()) {
            remedies.put(name, result.remedy());
          }
        });
    return remedies;
  }

  int exitCode() {
    return has(CheckResult.State.UNKNOWN)
        ? ExitCode.UNREACHABLE
        : ExitCode.finding(has(CheckResult.State.FINDING));
  }

  private boolean has(CheckResult.State state) {
    return results.values().stream().anyMatch(result -> result.state() == state);
  }
}
