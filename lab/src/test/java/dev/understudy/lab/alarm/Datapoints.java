package dev.understudy.lab.alarm;

import java.util.List;
import java.util.Optional;

/**
 * CloudWatch's rule by which breaching, harmless and missing periods make a state (CloudWatch user
 * guide, "Configuring how CloudWatch alarms treat missing data"): the newest figures count, as many
 * as there are evaluation periods; older ones step in for missing ones, as far as the evaluation
 * range reaches; only what is missing even then is filled in.
 *
 * @param toAlarm how many breaching periods make an alarm (M)
 * @param periods out of how many (N)
 */
record Datapoints(int toAlarm, int periods, MissingData missing) {
  /**
   * How many periods further back CloudWatch looks. Its documentation gives no figure but shows 5
   * periods looked at for 3 evaluated.
   */
  private static final int FURTHER_BACK = 2;

  Datapoints {
    if (toAlarm < 1 || toAlarm > periods) {
      throw new IllegalArgumentException("%d of %d datapoints".formatted(toAlarm, periods));
    }
  }

  /** How many periods are looked at. */
  int range() {
    return periods + FURTHER_BACK;
  }

  /**
   * The state after these periods.
   *
   * @param newestFirst whether each period breaches; empty where nothing was measured
   * @param before the state until now
   */
  AlarmState judge(List<Optional<Boolean>> newestFirst, AlarmState before) {
    if (newestFirst.size() != range()) {
      throw new IllegalArgumentException(range() + " periods are looked at");
    }
    List<Boolean> real = newestFirst.stream().flatMap(Optional::stream).limit(periods).toList();
    long breaching = real.stream().filter(breaches -> breaches).count();
    int filled = periods - real.size();
    return switch (missing) {
      case BREACHING -> state(breaching + filled);
      case NOT_BREACHING -> state(breaching);
      case MISSING -> {
        if (real.isEmpty()) {
          yield AlarmState.INSUFFICIENT_DATA;
        }
        yield isPremature(newestFirst, real) ? AlarmState.ALARM : state(breaching);
      }
      // Too few figures, and none that is harmless: nothing that would end or begin an alarm.
      case IGNORE -> breaching < toAlarm && breaching == real.size() ? before : state(breaching);
    };
  }

  private AlarmState state(long breaching) {
    return breaching >= toAlarm ? AlarmState.ALARM : AlarmState.OK;
  }

  /**
   * "Always go into ALARM state when the oldest available breaching datapoint is at least as old as
   * Datapoints to Alarm, and all other more recent data points are breaching or missing". By the
   * tables beside it a harmless figure anywhere in the range speaks against it.
   */
  private boolean isPremature(List<Optional<Boolean>> newestFirst, List<Boolean> real) {
    boolean allBreach = real.stream().allMatch(breaches -> breaches);
    int oldest = 0;
    for (int age = 0; age < newestFirst.size(); age++) {
      oldest = newestFirst.get(age).isPresent() ? age + 1 : oldest;
    }
    return allBreach && oldest >= toAlarm;
  }
}
